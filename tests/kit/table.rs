//! Compressed tables of tab-separated columns with a header line.

use std::io::Read;

use flate2::read::GzDecoder;

/// A table that is taken row by row.
pub(crate) struct Table {
    text: String,
}

/// A row whose cells are found by the name of their column.
pub(crate) struct Row<'t> {
    header: &'t str,
    line: &'t str,
}

impl Table {
    /// Decompresses a table.
    pub fn new(compressed: &[u8]) -> Self {
        let mut text = String::new();
        GzDecoder::new(compressed)
            .read_to_string(&mut text)
            .expect("a table of this repository is readable");
        Self { text }
    }

    /// The rows below the header.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let mut lines = self.text.lines();
        let header = lines.next().expect("a table has a header");
        lines.map(move |line| Row { header, line })
    }
}

impl<'t> Row<'t> {
    /// The cell of that column.
    pub fn cell(&self, column: &str) -> &'t str {
        let index = self
            .header
            .split('\t')
            .position(|name| name == column)
            .expect("the column exists");
        self.line
            .split('\t')
            .nth(index)
            .expect("every row has all columns")
    }

    /// The cell of that column, if it is not empty.
    pub fn option(&self, column: &str) -> Option<&'t str> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty())
    }

    /// The `name=value` pairs of a cell, without those whose value is empty.
    pub fn pairs(&self, column: &str) -> impl Iterator<Item = (&'t str, &'t str)> {
        self.cell(column)
            .split_whitespace()
            .filter_map(|pair| pair.split_once('='))
            .filter(|(_, value)| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_column() {
        let row = Row {
            header: "name\tparameters\tf",
            line: "elu\ta=1.0 b= c=2\t",
        };
        assert_eq!(row.cell("name"), "elu");
        assert_eq!(row.option("f"), None);
        assert_eq!(
            row.pairs("parameters").collect::<Vec<_>>(),
            [("a", "1.0"), ("c", "2")]
        );
    }
}
