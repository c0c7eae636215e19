using System.Buffers.Binary;
using GdoiSim.Metrics;
using Microsoft.Data.Sqlite;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>
/// The replications of a sweep that are finished (sweep.db, SQLite). What <see cref="Append"/> has taken survives the
/// end of the process and of the machine. One process at a time has it open; all methods but <see cref="All"/> may be
/// called from any thread at any time.
/// </summary>
/// <remarks>
/// The database is kept in write-ahead mode with exclusive locking: no shared memory, so that it works on the network
/// file systems of clusters too.
/// </remarks>
public sealed class SweepStore : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "sweep.db";

    private const int Busy = 5;
    private const int NotADatabase = 26;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly string _path;

    private SweepStore(string path, SqliteConnection connection) => (_path, _connection) = (path, connection);

    /// <summary>Opens the store of a directory, and makes it if there is none.</summary>
    /// <param name="directory">An existing directory.</param>
    /// <exception cref="ResultException">Another process has it open, or it cannot be read or written.</exception>
    public static SweepStore Open(string directory)
    {
        string path = Path.Combine(directory, FileName);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            var store = new SweepStore(path, connection);
            store.Prepare();
            return store;
        }
        catch (SqliteException problem)
        {
            connection.Dispose();
            throw Problem(path, problem);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>What the sweep is, as it was last begun; null in a new store.</summary>
    /// <exception cref="ResultException">The store holds none that this program reads.</exception>
    public SweepDescription? Description
    {
        get
        {
            lock (_lock)
            {
                using SqliteCommand command = Command("SELECT text FROM description");
                return command.ExecuteScalar() is string text ? SweepDescription.FromJson(text, _path) : null;
            }
        }

        set
        {
            lock (_lock)
            {
                using SqliteCommand command = Command("INSERT OR REPLACE INTO description VALUES (1, $text)");
                command.Parameters.AddWithValue("$text", value!.ToJson());
                Guard(command.ExecuteNonQuery);
            }
        }
    }

    /// <summary>Takes finished replications, all or none; when it returns they are on the disk.</summary>
    /// <param name="replications">The replications.</param>
    /// <param name="replaces">Whether one that is there already gives way; else that is an error.</param>
    /// <exception cref="ResultException">They cannot be written.</exception>
    public void Append(IReadOnlyList<StoredReplication> replications, bool replaces = false)
    {
        ArgumentNullException.ThrowIfNull(replications);
        lock (_lock)
        {
            Guard(() =>
            {
                using SqliteTransaction transaction = _connection.BeginTransaction();
                using SqliteCommand command = Insertion(replaces);
                command.Transaction = transaction;
                foreach (StoredReplication replication in replications)
                {
                    Bind(command, replication);
                    command.ExecuteNonQuery();
                }

                transaction.Commit();
                return 0;
            });
        }
    }

    /// <summary>The replications of one cell, in order.</summary>
    public IReadOnlyList<StoredReplication> OfCell(int cell)
    {
        lock (_lock)
        {
            using SqliteCommand command = Command($"{Selection} WHERE cell = $cell ORDER BY replication");
            command.Parameters.AddWithValue("$cell", cell);
            return [.. Rows(command)];
        }
    }

    /// <summary>
    /// All replications by cell, then number, one after the other; nothing else may be done with the store meanwhile.
    /// </summary>
    public IEnumerable<StoredReplication> All()
    {
        using SqliteCommand command = Command($"{Selection} ORDER BY cell, replication");
        foreach (StoredReplication row in Rows(command))
        {
            yield return row;
        }
    }

    /// <summary>How many replications there are, failed ones included.</summary>
    public long Count()
    {
        lock (_lock)
        {
            using SqliteCommand command = Command("SELECT count(*) FROM replication");
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <summary>Forgets the replications that failed, so that they are run again.</summary>
    public void ForgetFailed()
    {
        lock (_lock)
        {
            using SqliteCommand command = Command("DELETE FROM replication WHERE error IS NOT NULL");
            Guard(command.ExecuteNonQuery);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static string Selection => "SELECT cell, replication, fingerprint, error, completion, "
        + $"{string.Join(", ", RunSummary.FigureColumns.Select(column => $"\"{column.Name}\""))} FROM replication";

    private void Prepare()
    {
        Run("PRAGMA locking_mode = EXCLUSIVE");
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        string figures = string.Concat(RunSummary.FigureColumns.Select(column => $", \"{column.Name}\" REAL"));
        // One transaction: a process that ends half-way leaves an empty file. It also takes the lock.
        Run(
            "BEGIN IMMEDIATE; "
            + "CREATE TABLE IF NOT EXISTS description (id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT NOT NULL); "
            + "CREATE TABLE IF NOT EXISTS replication (cell INTEGER NOT NULL, replication INTEGER NOT NULL, "
            + $"fingerprint TEXT NOT NULL, error TEXT, completion BLOB{figures}, "
            + "PRIMARY KEY (cell, replication)) WITHOUT ROWID; "
            + "COMMIT");
        CheckFigures();
    }

    private void CheckFigures()
    {
        using SqliteCommand command = Command("SELECT name FROM pragma_table_info('replication')");
        using SqliteDataReader reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        if (!found.Skip(5).SequenceEqual(RunSummary.FigureColumns.Select(column => column.Name)))
        {
            throw new ResultException($"{_path} has other figures than this version of the program.");
        }
    }

    private SqliteCommand Insertion(bool replaces)
    {
        IEnumerable<string> figures = RunSummary.FigureColumns.Select((_, i) => $", $figure{i}");
        SqliteCommand command = Command(
            $"INSERT {(replaces ? "OR REPLACE " : "")}INTO replication "
            + $"VALUES ($cell, $replication, $fingerprint, $error, $completion{string.Concat(figures)})");
        foreach (string name in new[] { "$cell", "$replication", "$fingerprint", "$error", "$completion" })
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        for (int i = 0; i < RunSummary.FigureColumns.Count; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"$figure{i}" });
        }

        return command;
    }

    private static void Bind(SqliteCommand command, StoredReplication replication)
    {
        command.Parameters[0].Value = replication.Cell;
        command.Parameters[1].Value = replication.Number;
        command.Parameters[2].Value = replication.Fingerprint;
        command.Parameters[3].Value = (object?)replication.Error ?? DBNull.Value;
        command.Parameters[4].Value = replication.Completion.Count == 0
            ? DBNull.Value
            : OctetsOf(replication.Completion);
        for (int i = 5; i < command.Parameters.Count; i++)
        {
            bool isThere = replication.Error is null && double.IsFinite(replication.Figures[i - 5]);
            command.Parameters[i].Value = isThere ? replication.Figures[i - 5] : DBNull.Value;
        }
    }

    private static IEnumerable<StoredReplication> Rows(SqliteCommand command)
    {
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            bool hasFailed = !reader.IsDBNull(3);
            var figures = new double[hasFailed ? 0 : reader.FieldCount - 5];
            for (int i = 0; i < figures.Length; i++)
            {
                // What never happened has no number in the store either.
                figures[i] = reader.IsDBNull(5 + i) ? double.PositiveInfinity : reader.GetDouble(5 + i);
            }

            yield return new StoredReplication(reader.GetInt32(0), reader.GetInt32(1))
            {
                Fingerprint = reader.GetString(2),
                Error = hasFailed ? reader.GetString(3) : null,
                Figures = figures,
                Completion = reader.IsDBNull(4) ? [] : NumbersOf(reader.GetFieldValue<byte[]>(4)),
            };
        }
    }

    private static byte[] OctetsOf(IReadOnlyList<double> numbers)
    {
        var octets = new byte[8 * numbers.Count];
        for (int i = 0; i < numbers.Count; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(octets.AsSpan(8 * i), numbers[i]);
        }

        return octets;
    }

    private static double[] NumbersOf(byte[] octets) =>
        [.. Enumerable.Range(0, octets.Length / 8)
            .Select(i => BinaryPrimitives.ReadDoubleLittleEndian(octets.AsSpan(8 * i)))];

    private SqliteCommand Command(string text)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private void Run(string text)
    {
        using SqliteCommand command = Command(text);
        command.ExecuteNonQuery();
    }

    private void Guard(Func<int> action)
    {
        try
        {
            action();
        }
        catch (SqliteException problem)
        {
            throw Problem(_path, problem);
        }
    }

    private static ResultException Problem(string path, SqliteException problem) => new(
        problem.SqliteErrorCode switch
        {
            Busy => $"{path} is in use by another gdoisim; wait for its end, or take another directory (-o DIR).",
            NotADatabase => $"{path} is no store of a sweep.",
            _ => $"{path} cannot be read or written: {problem.Message}",
        },
        problem);
}
