//! The tests live in house/ and journeys/.
