//! `next`: the statement that is most worth working on.

use crate::arguments::Next;
use crate::{Desk, Failure};
use serde_json::Value;

pub fn answer(desk: &Desk, arguments: Next) -> Result<Value, Failure> {
    let workspace = desk.open(&arguments.paths)?;
    desk.asking(&workspace, |asking| asking.next(arguments.skip, arguments.budget))
}
