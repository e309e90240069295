//! Names for rows: 16-byte ids, one type per subject so that they cannot be mixed up. Making
//! them needs a clock and randomness and is done in `actions`.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
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
    /// A risk taken knowingly.
    AcceptanceId,
    /// One act: a set of changes made together.
    ActId,
    /// An answer to one question.
    AnswerId,
    /// A component list as received.
    ComponentListId,
    /// A contract.
    ContractId,
    /// An endpoint of a service.
    EndpointId,
    /// A piece of evidence.
    EvidenceId,
    /// What a check saw.
    ObservationId,
    /// A person who acts.
    PersonId,
    /// A questionnaire issued for a service.
    QuestionnaireId,
    /// A root that was given.
    RootId,
    /// Any row of the workspace, where the subject does not matter.
    RowId,
    /// A service used from a vendor.
    ServiceId,
    /// A term of a contract.
    TermId,
    /// A vendor.
    VendorId,
    /// A workspace.
    WorkspaceId,
}

macro_rules! rows {
    ($($name:ident),* $(,)?) => {$(
        impl From<$name> for RowId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
    )*};
}

rows! {
    AcceptanceId, ActId, AnswerId, ComponentListId, ContractId, EndpointId, EvidenceId, ObservationId, PersonId,
    QuestionnaireId, RootId, ServiceId, TermId, VendorId,
}

/// An id made from its cause, so that every device that sees the cause names the same row: the
/// first 16 bytes of SHA-256 over the parts, each behind its length, marked as version 8
/// (RFC 9562, section 5.8).
pub fn from_cause(parts: &[&[u8]]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_names_one_row_and_where_its_parts_end_matters() {
        let id = from_cause(&[b"ab", b"c"]);
        assert_eq!(id, from_cause(&[b"ab", b"c"]));
        assert_ne!(id, from_cause(&[b"a", b"bc"]));
        assert_eq!((id.get_version_num(), id.get_variant()), (8, uuid::Variant::RFC4122));
    }

    #[test]
    fn an_id_survives_text_and_bytes() {
        let id: VendorId = "0190f5f2-7a11-7cc3-98c4-dc0c0c07398f".parse().expect("a UUID");
        assert_eq!(VendorId::from_bytes(id.bytes()), id);
        assert_eq!(serde_json::to_string(&id).expect("json"), "\"0190f5f2-7a11-7cc3-98c4-dc0c0c07398f\"");
        assert!("not an id".parse::<VendorId>().is_err());
    }
}
