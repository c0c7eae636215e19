namespace GdoiSim.Metrics;

/// <summary>One column of a table or one field of a JSON file: how it is called and counted.</summary>
/// <param name="Name">The name in the file. Figures have dotted names, the same in every file.</param>
/// <param name="Unit">The unit, or the kind of value for what has none.</param>
/// <param name="Property">The property that holds it; the documentation comment there is its definition.</param>
public sealed record Column(string Name, string Unit, string Property);

/// <summary>A file of a result: its name, its columns in the order in which they stand, and what a row is.</summary>
/// <param name="FileName">The name of the file in the result directory.</param>
/// <param name="Row">The type whose properties the columns are.</param>
/// <param name="Description">What a row is, which rows there are, and their order.</param>
/// <param name="Columns">The columns, in order.</param>
public sealed record Table(string FileName, Type Row, string Description, IReadOnlyList<Column> Columns);

/// <summary>A row of a table: it writes and reads its own columns, in the table's order.</summary>
public interface ITableRow<TSelf>
    where TSelf : ITableRow<TSelf>
{
    /// <summary>The table that such rows make.</summary>
    public static abstract Table Table { get; }

    /// <summary>Writes every column, in order.</summary>
    public void Write(RowWriter row);

    /// <summary>Reads every column, in order.</summary>
    /// <exception cref="ResultException">A value is not of its column's kind.</exception>
    public static abstract TSelf Read(RowReader row);
}
