//! Tables in the order of what points where.

use super::plan::Table;

/// Each table behind those that it points to; where tables point at each other, the first stated comes first, and what points at
/// a later one is marked.
pub(super) fn by_dependency(tables: Vec<Table>) -> Vec<Table> {
    let names: Vec<String> = tables.iter().map(|table| table.name.to_owned()).collect();
    let mut waiting: Vec<Option<Table>> = tables.into_iter().map(Some).collect();
    let mut placed: Vec<Table> = Vec::with_capacity(waiting.len());
    let mut is_placed = vec![false; names.len()];
    for _ in 0..names.len() {
        let free = |table: &Table| {
            table.foreign.iter().all(|foreign| {
                foreign.table == table.name
                    || names
                        .iter()
                        .position(|name| *name == foreign.table)
                        .is_none_or(|at| is_placed.get(at) == Some(&true))
            })
        };
        let next = waiting
            .iter()
            .position(|table| table.as_ref().is_some_and(free))
            .or_else(|| waiting.iter().position(Option::is_some));
        let Some(at) = next else { break };
        let Some(mut table) = waiting.get_mut(at).and_then(Option::take) else { break };
        for foreign in &mut table.foreign {
            let target = names.iter().position(|name| *name == foreign.table);
            foreign.late =
                foreign.table != table.name && target.is_some_and(|at| is_placed.get(at) == Some(&false));
        }
        if let Some(mark) = is_placed.get_mut(at) {
            *mark = true;
        }
        placed.push(table);
    }
    placed
}
