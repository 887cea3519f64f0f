//! Numbers with a bound and a unit.
#[derive(Debug)]
pub struct Quantity;
#[derive(Debug)]
pub struct Bound;
#[derive(Debug)]
pub enum Comparison {}
