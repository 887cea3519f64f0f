//! `context`: all around a statement.

use crate::arguments::Statement;
use crate::{Desk, Failure};
use serde_json::Value;

pub fn answer(desk: &Desk, arguments: Statement) -> Result<Value, Failure> {
    let workspace = desk.open(&[])?;
    desk.asking(&workspace, |asking| asking.context(&arguments.id, arguments.budget))
}
