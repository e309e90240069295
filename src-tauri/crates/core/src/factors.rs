//! The seven factors that a service's inherent risk is weighed from. Holds what is known;
//! how it is weighed is `rating`'s, and the words for each level are the policy's.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// One of the seven factors, in the order the policy prints them.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// How sensitive the data are.
    DataSensitivity,
    /// What it can reach.
    Access,
    /// What stops when it stops.
    Criticality,
    /// What its AI decides.
    AiAutonomy,
    /// How many people's data it holds.
    DataVolume,
    /// How hard it is to replace.
    Substitutability,
    /// Which rules bind it.
    Regulatory,
}

impl Factor {
    /// All seven, in the policy's order.
    pub const ALL: [Self; 7] = [
        Self::DataSensitivity,
        Self::Access,
        Self::Criticality,
        Self::AiAutonomy,
        Self::DataVolume,
        Self::Substitutability,
        Self::Regulatory,
    ];
}

/// A factor's level: 0 (harmless) to 4 (gravest).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(try_from = "u8", into = "u8")]
#[ts(type = "0 | 1 | 2 | 3 | 4")]
pub struct Level(u8);

/// A number that is no level.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("a level is 0 to 4, not {0}")]
pub struct LevelError(pub u8);

impl Level {
    /// The level of that number.
    ///
    /// # Errors
    /// When the number is above 4.
    pub fn new(number: u8) -> Result<Self, LevelError> {
        if number <= 4 { Ok(Self(number)) } else { Err(LevelError(number)) }
    }

    /// Its number, 0 to 4.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Level {
    type Error = LevelError;
    fn try_from(number: u8) -> Result<Self, LevelError> {
        Self::new(number)
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level.0
    }
}

/// What is known of each factor; `None` = not known.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct Factors {
    /// How sensitive the data are.
    pub data_sensitivity: Option<Level>,
    /// What it can reach.
    pub access: Option<Level>,
    /// What stops when it stops.
    pub criticality: Option<Level>,
    /// What its AI decides.
    pub ai_autonomy: Option<Level>,
    /// How many people's data it holds.
    pub data_volume: Option<Level>,
    /// How hard it is to replace.
    pub substitutability: Option<Level>,
    /// Which rules bind it.
    pub regulatory: Option<Level>,
}

impl Factors {
    /// The level of one factor, if it is known.
    pub fn level(&self, factor: Factor) -> Option<Level> {
        match factor {
            Factor::DataSensitivity => self.data_sensitivity,
            Factor::Access => self.access,
            Factor::Criticality => self.criticality,
            Factor::AiAutonomy => self.ai_autonomy,
            Factor::DataVolume => self.data_volume,
            Factor::Substitutability => self.substitutability,
            Factor::Regulatory => self.regulatory,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_out_of_range_or_an_unknown_factor_is_refused() {
        assert!(serde_json::from_str::<Factors>(r#"{"access":5}"#).is_err());
        assert!(serde_json::from_str::<Factors>(r#"{"acess":1}"#).is_err());
        assert!(serde_json::from_str::<Factors>(r#"{"access":-1}"#).is_err());
        let known: Factors = serde_json::from_str(r#"{"access":4,"criticality":null}"#).expect("factors");
        assert_eq!(known.level(Factor::Access).map(Level::get), Some(4));
        assert_eq!(Factor::ALL.iter().filter(|factor| known.level(**factor).is_some()).count(), 1);
    }
}
