//! Reports of made-up dossiers.
