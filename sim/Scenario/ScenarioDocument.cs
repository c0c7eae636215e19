using System.Security.Cryptography;
using System.Text;

namespace GdoiSim.Scenario;

/// <summary>A scenario file, what the command line changed in it, its meaning, and all that is wrong with it.</summary>
public sealed class ScenarioDocument
{
    private readonly IReadOnlyDictionary<string, SourcePosition> _positions;
    private readonly IReadOnlySet<string> _unsound;
    private readonly ScenarioNode? _unchanged;

    private ScenarioDocument(
        string source, string text, IReadOnlyList<string> overrides, ProblemList problems, ScenarioNode? unchanged)
    {
        ScenarioNode? root = unchanged;
        foreach (string assignment in root is null ? [] : overrides)
        {
            root = ScenarioOverride.Apply(root!, assignment, problems);
        }

        _unchanged = unchanged;
        Source = source;
        Text = text;
        Overrides = overrides;
        Problems = problems;
        var binder = new ScenarioBinder(problems);
        File = root is null ? null : binder.Bind(root);
        _positions = binder.Positions;
        _unsound = binder.Unsound;
        if (File is not null)
        {
            File = WithProfiles(File);
            ScenarioCheck.Run(this, File);
            Thresholds = TakeThresholds(File);
        }
    }

    /// <summary>The path as the user gave it.</summary>
    public string Source { get; }

    /// <summary>The file's text; empty if it could not be read.</summary>
    public string Text { get; }

    /// <summary>SHA-256 of the text in UTF-8, in hexadecimal digits.</summary>
    public string TextHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>What <c>--set</c> changed, each as path=value, later ones over earlier ones.</summary>
    public IReadOnlyList<string> Overrides { get; }

    /// <summary>All errors and warnings. With an error among them the scenario must not be run.</summary>
    public ProblemList Problems { get; }

    /// <summary>The scenario; null if the file cannot be read to its end, incomplete if there are errors.</summary>
    public ScenarioFile? File { get; }

    /// <summary>The demands that a run must meet, in the order of the file.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; } = [];

    /// <summary>The scenario's name: its own, or the file's without its ending.</summary>
    public string Name => (File?.Name ?? ScenarioName.From(Path.GetFileNameWithoutExtension(Source))).Text;

    /// <summary>Reads and checks a file. Never throws for what it contains, nor if it cannot be opened.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="overrides">Assignments path=value, in order.</param>
    public static ScenarioDocument Read(string path, IReadOnlyList<string>? overrides = null)
    {
        var problems = new ProblemList();
        string? text = ScenarioReader.ReadText(path, problems);
        return text is null
            ? new ScenarioDocument(path, "", overrides ?? [], problems, unchanged: null)
            : Parse(text, path, overrides ?? [], problems);
    }

    /// <summary>Reads and checks a text.</summary>
    /// <param name="text">The content of a scenario file.</param>
    /// <param name="source">The name that its problems bear.</param>
    /// <param name="overrides">Assignments path=value, in order.</param>
    public static ScenarioDocument Parse(string text, string source, IReadOnlyList<string>? overrides = null) =>
        Parse(text, source, overrides ?? [], new ProblemList());

    /// <summary>The same file with other overrides, without reading it again; checked anew.</summary>
    /// <param name="overrides">Assignments path=value, in order; those of this document are not kept.</param>
    public ScenarioDocument With(IReadOnlyList<string> overrides) => _unchanged is null
        ? Parse(Text, Source, overrides)
        : new ScenarioDocument(Source, Text, overrides, new ProblemList(), _unchanged);

    /// <summary>The source that problems of an override name, so that a caller finds its own in them.</summary>
    /// <param name="assignment">The override, path=value.</param>
    public static string SourceOfOverride(string assignment) => ScenarioOverride.SourceOf(assignment);

    /// <summary>All paths that the file or the command line gives, such as group.profiles[0].share.</summary>
    internal IEnumerable<string> Paths => _positions.Keys;

    /// <summary>Where a path of the scenario stands: its value, or the nearest mapping around it in the file.</summary>
    internal SourcePosition PositionOf(string path)
    {
        while (true)
        {
            if (_positions.TryGetValue(path, out SourcePosition position))
            {
                return position;
            }

            int end = Math.Max(path.LastIndexOf('.'), path.LastIndexOf('['));
            path = end < 0 ? "" : path[..end];
        }
    }

    /// <summary>Whether a path and everything below it could be taken from the file, or is not there at all.</summary>
    internal bool IsSound(string path) => !_unsound.Any(broken => Contains(broken, path) || Contains(path, broken));

    /// <summary>
    /// Takes measured service times from the files that the scenario names. What is wrong inside that file is told with
    /// the file's own lines, what is wrong with the file as a whole with the line of the scenario that names it.
    /// </summary>
    private ScenarioFile WithProfiles(ScenarioFile file)
    {
        const string acknowledgements = "key_server.service_time";
        const string registrations = "registration.service_time";
        ServiceTimeSection ofServer = file.KeyServer.ServiceTime;
        if (ReadProfile(ofServer.Profile, acknowledgements) is { } profile)
        {
            ofServer = ofServer.With(profile, key => _positions.ContainsKey($"{acknowledgements}.{key}"));
        }

        RegistrationTimeSection ofRequests = file.Registration.ServiceTime;
        if (ReadProfile(ofRequests.Profile, registrations) is { } measured)
        {
            if (measured.RegistrationTables.FirstOrDefault(table => table.Quantiles is null).Key is { } missing)
            {
                Problems.Error(
                    PositionOf(registrations),
                    $"{registrations}: profile '{Excerpt.Of(ofRequests.Profile!)}': key '{missing}' is missing; "
                    + "allowed: a profile of gdoisim calibrate that has registrations");
            }
            else
            {
                ofRequests = ofRequests.With(measured, key => _positions.ContainsKey($"{registrations}.{key}"));
            }
        }

        return file with
        {
            KeyServer = file.KeyServer with { ServiceTime = ofServer },
            Registration = file.Registration with { ServiceTime = ofRequests },
        };
    }

    private ServiceTimeProfile? ReadProfile(string? name, string path)
    {
        if (name is null)
        {
            return null;
        }

        var found = new ProblemList();
        string place = Path.Combine(Path.GetDirectoryName(Source) ?? "", name);
        ServiceTimeProfile? profile = ServiceTimeProfile.Read(place, found);
        foreach (ScenarioProblem problem in found.InOrder())
        {
            bool isWhole = problem.Position.Line == 0;
            Problems.Error(
                isWhole ? PositionOf(path) : problem.Position,
                isWhole ? $"{path}: profile '{Excerpt.Of(place)}': {problem.Message}" : problem.Message);
        }

        return profile;
    }

    private List<Threshold> TakeThresholds(ScenarioFile file)
    {
        var thresholds = new List<Threshold>();
        for (int i = 0; i < file.Thresholds.Count; i++)
        {
            if (Threshold.TryParse(file.Thresholds[i], out Threshold? threshold, out string problem))
            {
                thresholds.Add(threshold!);
            }
            else
            {
                string path = $"thresholds[{i}]";
                Problems.Error(PositionOf(path), $"{path}: {problem}");
            }
        }

        return thresholds;
    }

    private static ScenarioDocument Parse(
        string text, string source, IReadOnlyList<string> overrides, ProblemList problems)
    {
        ScenarioNode? root = YamlNodeReader.Read(text, source, problems);
        return new ScenarioDocument(source, text, overrides, problems, root);
    }

    private static bool Contains(string outer, string inner) =>
        outer.Length == 0
        || (inner.StartsWith(outer, StringComparison.Ordinal)
            && (inner.Length == outer.Length || inner[outer.Length] is '.' or '['));
}
