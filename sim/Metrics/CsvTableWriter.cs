using CsvHelper;

namespace GdoiSim.Metrics;

/// <summary>A table being written, row after row.</summary>
public sealed class CsvTableWriter<TRow> : IDisposable
    where TRow : ITableRow<TRow>
{
    private readonly CsvWriter _csv;
    private readonly RowWriter _row;

    /// <summary>Writes the header; the writer is closed with this object.</summary>
    public CsvTableWriter(TextWriter text)
    {
        _csv = new CsvWriter(text, CsvTable.Configuration());
        _row = new RowWriter(_csv);
        foreach (var column in TRow.Table.Columns)
        {
            _row.Text(column.Name);
        }

        _row.EndRow(TRow.Table);
    }

    /// <summary>Writes one row.</summary>
    public void Write(TRow row)
    {
        row.Write(_row);
        _row.EndRow(TRow.Table);
    }

    public void Dispose() => _csv.Dispose();
}
