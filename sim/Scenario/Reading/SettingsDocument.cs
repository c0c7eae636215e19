using System.Security.Cryptography;
using System.Text;

namespace GdoiSim.Scenario;

/// <summary>Reads files of settings.</summary>
public static class SettingsDocument
{
    /// <summary>Reads a file. Never throws for what it contains, nor if it cannot be opened.</summary>
    public static SettingsDocument<TSettings> Read<TSettings>(string path)
        where TSettings : class
    {
        var problems = new ProblemList();
        string? text = ScenarioReader.ReadText(path, problems);
        return text is null
            ? new SettingsDocument<TSettings>(path, "", problems, root: null)
            : Parse<TSettings>(text, path, problems);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The content of a file.</param>
    /// <param name="source">The name that its problems bear.</param>
    public static SettingsDocument<TSettings> Parse<TSettings>(string text, string source)
        where TSettings : class =>
        Parse<TSettings>(text, source, new ProblemList());

    private static SettingsDocument<TSettings> Parse<TSettings>(string text, string source, ProblemList problems)
        where TSettings : class
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Error(new SourcePosition(source, 1, 1), "the file is empty");
            return new SettingsDocument<TSettings>(source, text, problems, root: null);
        }

        return new SettingsDocument<TSettings>(source, text, problems, YamlNodeReader.Read(text, source, problems));
    }
}

/// <summary>
/// Any YAML file whose keys are the properties of <typeparamref name="TSettings"/> that bear a
/// <see cref="KeyAttribute"/>: read like a scenario, with positions and all problems at once.
/// </summary>
/// <typeparam name="TSettings">A type with a constructor without parameters.</typeparam>
public sealed class SettingsDocument<TSettings>
    where TSettings : class
{
    private readonly ScenarioBinder? _binder;

    internal SettingsDocument(string source, string text, ProblemList problems, ScenarioNode? root)
    {
        (Source, Text, Problems) = (source, text, problems);
        if (root is not null)
        {
            _binder = new ScenarioBinder(problems);
            Settings = _binder.Bind<TSettings>(root);
        }
    }

    /// <summary>The path as the user gave it.</summary>
    public string Source { get; }

    /// <summary>The file's text; empty if it could not be read.</summary>
    public string Text { get; }

    /// <summary>SHA-256 of the text in UTF-8, in hexadecimal digits.</summary>
    public string TextHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>All errors and warnings; more may be added by who knows what the settings are for.</summary>
    public ProblemList Problems { get; }

    /// <summary>The settings; null if the file cannot be read to its end, incomplete if there are errors.</summary>
    public TSettings? Settings { get; }

    /// <summary>Where a path such as axes[0].values stands: its value, or the nearest mapping around it.</summary>
    public SourcePosition PositionOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        while (true)
        {
            if (_binder is not null && _binder.Positions.TryGetValue(path, out SourcePosition position))
            {
                return position;
            }

            int end = Math.Max(path.LastIndexOf('.'), path.LastIndexOf('['));
            if (path.Length == 0)
            {
                return SourcePosition.Whole(Source);
            }

            path = end < 0 ? "" : path[..end];
        }
    }

    /// <summary>Whether the file gives a path.</summary>
    public bool Has(string path) => _binder?.Positions.ContainsKey(path) ?? false;

    /// <summary>Adds an error at a path: what was found, then "allowed: …".</summary>
    public void Error(string path, string message) => Problems.Error(PositionOf(path), $"{path}: {message}");
}
