//! Names for rows: 16-byte ids, one type per subject so that they cannot be mixed up. Making
//! them needs a clock and randomness and is done in `actions`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        ///
        /// A UUID of version 7 (RFC 9562, section 5.7); hyphenated lower-case text on the wire.
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub Uuid);

        impl $name {
            /// The id whose 16 bytes are `bytes`.
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
            /// The 16 bytes of this id, as the log holds them.
            pub fn bytes(&self) -> [u8; 16] {
                self.0.into_bytes()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// One act: a set of changes made together.
    ActId,
    /// A person who acts.
    PersonId,
    /// Any row of the workspace, where the subject does not matter.
    RowId,
    /// A service used from a vendor.
    ServiceId,
    /// A vendor.
    VendorId,
    /// A workspace.
    WorkspaceId,
}

impl From<VendorId> for RowId {
    fn from(id: VendorId) -> Self {
        Self(id.0)
    }
}

impl From<ServiceId> for RowId {
    fn from(id: ServiceId) -> Self {
        Self(id.0)
    }
}

impl From<PersonId> for RowId {
    fn from(id: PersonId) -> Self {
        Self(id.0)
    }
}

impl From<ActId> for RowId {
    fn from(id: ActId) -> Self {
        Self(id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_text_and_bytes() {
        let id: VendorId = "0190f5f2-7a11-7cc3-98c4-dc0c0c07398f".parse().expect("a UUID");
        assert_eq!(VendorId::from_bytes(id.bytes()), id);
        assert_eq!(serde_json::to_string(&id).expect("json"), "\"0190f5f2-7a11-7cc3-98c4-dc0c0c07398f\"");
        assert!("not an id".parse::<VendorId>().is_err());
    }
}
