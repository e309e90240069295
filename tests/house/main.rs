//! The house keeps its own rules: who may import whom, what a file looks like, what the
//! shipped data must say. Run by the ordinary test command.

mod actions;
mod assets;
mod bindings;
mod codes;
mod tidy;
mod tree;
mod walls;
