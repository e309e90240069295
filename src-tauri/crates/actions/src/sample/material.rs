//! What the sample is made of, as it is shipped: see `assets/sample/NOTICE.md`.

macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../../../assets/sample/", $folder, "/", $name)))),+]
    };
}

/// The story.
pub const STORY: &[u8] = include_bytes!("../../../../../assets/sample/story.json");

/// An extract of the catalogue of known exploited vulnerabilities.
pub const KEV: &[u8] = include_bytes!("../../../../../assets/sample/kev.json");

/// Component lists, by file name.
pub const LISTS: &[(&str, &[u8])] = files! {
    "lists":
    "beacon-trails.cdx.json",
    "fraudline.cdx.json",
    "glimpse-images.Cargo.lock",
    "lumen-assist.cdx.json",
    "northwind-agent.Cargo.lock",
    "payline-terminal.Cargo.lock",
};

/// Advisories, by file name.
pub const RECORDS: &[(&str, &[u8])] = files! {
    "osv":
    "PYSEC-2022-186.json",
    "PYSEC-2022-236.json",
    "PYSEC-2022-42976.json",
    "PYSEC-2022-43059.json",
    "PYSEC-2023-109.json",
    "PYSEC-2023-110.json",
    "PYSEC-2023-145.json",
    "PYSEC-2023-162.json",
    "PYSEC-2023-205.json",
    "PYSEC-2023-212.json",
    "PYSEC-2023-221.json",
    "PYSEC-2023-250.json",
    "PYSEC-2023-251.json",
    "PYSEC-2023-252.json",
    "PYSEC-2023-253.json",
    "PYSEC-2023-254.json",
    "PYSEC-2023-260.json",
    "PYSEC-2023-44.json",
    "PYSEC-2023-72.json",
    "PYSEC-2023-73.json",
    "PYSEC-2023-92.json",
    "PYSEC-2023-98.json",
    "PYSEC-2024-24.json",
    "PYSEC-2024-26.json",
    "PYSEC-2024-38.json",
    "PYSEC-2024-40.json",
    "PYSEC-2024-43.json",
    "PYSEC-2024-51.json",
    "PYSEC-2024-60.json",
    "RUSTSEC-2023-0052.json",
    "RUSTSEC-2023-0065.json",
    "RUSTSEC-2023-0071.json",
    "RUSTSEC-2023-0083.json",
    "RUSTSEC-2024-0003.json",
    "RUSTSEC-2024-0332.json",
    "RUSTSEC-2024-0336.json",
    "RUSTSEC-2024-0358.json",
    "RUSTSEC-2024-0401.json",
    "RUSTSEC-2025-0023.json",
    "RUSTSEC-2026-0007.json",
    "RUSTSEC-2026-0009.json",
    "RUSTSEC-2026-0098.json",
    "RUSTSEC-2026-0099.json",
    "RUSTSEC-2026-0104.json",
    "RUSTSEC-2026-0258.json",
};
