//! Erasing what names a person: the value and its salt go, the hash stays, so that the chain
//! still holds. An erasure is itself an op, so that it spreads with the log.

use crate::bytes::{Content, Value, Version, cells_from_bytes, cells_to_bytes};
use crate::error::StoreError;
use crate::log::{Act, project};
use crate::schema::{Field, Growth, Table};
use caveat_core::id::RowId;
use rusqlite::params;

/// The table of erasures: each names one cell of one op.
pub static ERASURE: Table = Table {
    number: 3,
    name: "erasure",
    growth: Growth::Immutable,
    fields: &[Field::integer(1, "dev"), Field::integer(2, "seq"), Field::integer(3, "fld")],
};

impl Act<'_> {
    /// Erases every version of a personal field of one row. `ids` makes the ids of the rows
    /// that say so. Returns how many versions were erased.
    ///
    /// # Errors
    /// [`StoreError::Misfit`] when the field is not a personal one.
    pub fn erase(
        &mut self,
        table: &'static Table,
        row: RowId,
        field: u32,
        mut ids: impl FnMut() -> RowId,
    ) -> Result<usize, StoreError> {
        let known = table.field(field).filter(|field| field.personal);
        let Some(_) = known else {
            return Err(StoreError::Misfit { table: table.name, field: "(not personal)" });
        };
        let found: Vec<(Version, Vec<u8>)> = self
            .tx
            .prepare_cached(
                "SELECT o.dev, o.seq, v.cells FROM op o JOIN op_value v USING (dev, seq)
                 WHERE o.row = ?1 AND o.fld IN (0, ?2) AND o.tbl = ?3 ORDER BY o.dev, o.seq",
            )?
            .query_map(params![row.bytes(), field, table.number], |op| {
                Ok((Version { dev: op.get(0)?, seq: op.get(1)? }, op.get(2)?))
            })?
            .collect::<Result<_, _>>()?;
        let mut erased = 0;
        for (version, bytes) in found {
            let mut cells = cells_from_bytes(&bytes)
                .ok_or_else(|| StoreError::Damaged("an entry of the log cannot be read".to_owned()))?;
            let Some(cell) =
                cells.iter_mut().find(|cell| cell.field == field && matches!(cell.content, Content::Salted(..)))
            else {
                continue;
            };
            cell.content = Content::Erased(cell.hash());
            let named = [(1, version.dev), (2, version.seq), (3, i64::from(field))];
            self.create(&ERASURE, ids(), &named.map(|(number, value)| (number, Value::Integer(value))))?;
            self.tx.prepare_cached("UPDATE op_value SET cells = ?3 WHERE dev = ?1 AND seq = ?2")?.execute(params![
                version.dev,
                version.seq,
                cells_to_bytes(&cells)
            ])?;
            erased += 1;
        }
        project::cell(self.tx, table, row, field)?;
        Ok(erased)
    }
}
