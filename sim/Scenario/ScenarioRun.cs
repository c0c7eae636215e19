using GdoiSim.Group;
using GdoiSim.Metrics;

namespace GdoiSim.Scenario;

/// <summary>What a run is told beside its scenario; none of it changes a figure of the result.</summary>
public sealed record RunChoices
{
    /// <summary>Members whose every step goes into trace.csv, numbered from 1.</summary>
    public IReadOnlyList<int> TracedMembers { get; init; } = [];

    /// <summary>
    /// Members whose datagrams are kept for a capture, numbered from 1; empty: all; null: no capture is made.
    /// </summary>
    public IReadOnlyList<int>? CapturedMembers { get; init; }

    /// <summary>Cores that the run may use, from 1.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>A run of a scenario that has come to its end, or was stopped, with everything that it recorded.</summary>
public sealed class ScenarioRun
{
    private readonly GroupRecorder _recorder;

    private ScenarioRun(ScenarioDocument document, GroupOptions options, GroupRecorder recorder)
    {
        Document = document;
        Options = options;
        _recorder = recorder;
        Summary = recorder.Summary(document.Name);
        Outcomes = [.. recorder.OutcomeRows()];
        double[] figures = Summary.Figures();
        Verdicts = [.. document.Thresholds.Select(threshold => ThresholdVerdict.Of(threshold, figures))];
    }

    /// <summary>The scenario.</summary>
    public ScenarioDocument Document { get; }

    /// <summary>What the scenario became.</summary>
    public GroupOptions Options { get; }

    /// <summary>The figures of the whole run.</summary>
    public RunSummary Summary { get; }

    /// <summary>How each rekey ended for each profile.</summary>
    public IReadOnlyList<OutcomeRow> Outcomes { get; }

    /// <summary>The scenario's thresholds against the figures, in the order of the scenario.</summary>
    public IReadOnlyList<ThresholdVerdict> Verdicts { get; }

    /// <summary>The first healthy members that were evicted, numbered from 1; all are counted in the summary.</summary>
    public IEnumerable<int> FirstHealthyEvicted => _recorder.FirstHealthyEvicted.Select(member => member + 1);

    /// <summary>Whether the run was stopped before its end.</summary>
    public bool IsPartial => _recorder.IsPartial;

    /// <summary>Hash of the whole trajectory: 32 hexadecimal digits.</summary>
    public string Fingerprint => _recorder.Fingerprint.ToString();

    /// <summary>Things that happened.</summary>
    public long Events => _recorder.Events;

    /// <summary>Runs a scenario.</summary>
    /// <param name="document">A scenario without errors.</param>
    /// <param name="choices">What else the run is told.</param>
    /// <param name="progress">Told how far the run is, often; may be null.</param>
    /// <param name="cancellation">Stops the run; its record then stands as of that moment.</param>
    /// <exception cref="ArgumentException">The scenario has errors, or a traced member is not in the group.</exception>
    public static ScenarioRun Execute(
        ScenarioDocument document,
        RunChoices choices,
        IProgress<GroupProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(choices);
        GroupOptions options = ScenarioOptions.Of(document);
        foreach (int member in choices.TracedMembers.Concat(choices.CapturedMembers ?? []))
        {
            if (member < 1 || member > options.Members)
            {
                throw new ArgumentException($"member {member} is not in the group; allowed: 1 to {options.Members}");
            }
        }

        options = options with
        {
            TracedMembers = [.. choices.TracedMembers.Select(member => member - 1)],
            Capture = choices.CapturedMembers is { } captured
                ? new PacketSelection(captured.Count == 0 ? null : captured.Select(member => member - 1).ToHashSet())
                : null,
            Threads = choices.Threads,
        };
        var world = new GroupWorld(options, progress);
        world.Run(cancellation);
        return new ScenarioRun(document, options, world.Recorder);
    }

    /// <summary>
    /// The times in seconds within which 0 %, 1 % … 100 % of the expected (rekey, member) pairs of the whole run were
    /// acknowledged, by nearest rank; positive infinity where that never happened.
    /// </summary>
    public double[] CompletionPercentiles() =>
        [.. Enumerable.Range(0, 101).Select(percent => _recorder.Completion(10 * percent)?.Value
            ?? double.PositiveInfinity)];

    /// <summary>
    /// Writes the datagrams that were kept as they passed the key servers' access links: IP packets with the simulated
    /// time, and what each one is as a comment.
    /// </summary>
    /// <param name="capture">Where the capture goes (pcapng); closed afterwards.</param>
    /// <param name="secrets">Where its keys go, in the clear; closed afterwards.</param>
    /// <param name="product">The program and its version.</param>
    public void WriteCapture(Stream capture, Stream secrets, string product) =>
        new RunCapture(Options, _recorder).Write(
            capture, secrets, product, CaptureComment);

    /// <summary>
    /// Writes the same datagrams as a capture in which Wireshark decrypts every PUSH: made-up messages, marked by their
    /// comments, stand between them.
    /// </summary>
    /// <param name="capture">Where the capture goes (pcapng); closed afterwards.</param>
    /// <param name="decryptionTable">
    /// Where the keys go, in the clear, as Wireshark's file <c>ikev1_decryption_table</c>; closed afterwards.
    /// </param>
    /// <param name="product">The program and its version.</param>
    public void WriteDecryptableCapture(Stream capture, Stream decryptionTable, string product) =>
        new DecryptableCapture(Options, _recorder).Write(capture, decryptionTable, product, CaptureComment);

    private string CaptureComment =>
        $"{Document.Name}, seed {Summary.Seed}: times are those of the simulation";

    /// <summary>
    /// Writes summary.json and the tables: every file of a result but manifest.json, which names the machine, and the
    /// charts. Two runs with one seed write the same octets.
    /// </summary>
    /// <param name="directory">An existing directory.</param>
    public void WriteTables(string directory)
    {
        Summary.Write(directory);
        CsvTable.Write(directory, _recorder.RekeyRows());
        CsvTable.Write<OutcomeRow>(directory, Outcomes);
        CsvTable.Write(directory, _recorder.CompletionRows());
        CsvTable.Write(directory, _recorder.TimelineRows());
        if (Summary.RegistrationCompleted > 0)
        {
            CsvTable.Write(directory, _recorder.RegistrationRows());
        }

        if (Options.TracedMembers.Count > 0)
        {
            CsvTable.Write<TraceRow>(directory, _recorder.Trace);
        }
    }
}
