using System.Text;
using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>
/// A profile file: what the work of a key server cost a host that was measured, each kind of work a table of quantiles.
/// <c>gdoisim calibrate</c> writes it; a scenario takes it as <c>service_time: profile:FILE</c>. YAML with the keys
/// below, read like a scenario: with positions, and all problems at once.
/// </summary>
public sealed record ServiceTimeProfile
{
    /// <summary>Version of the format.</summary>
    public const int Version = 1;

    [Key("Version of the format.", Least = "1", Most = "1")]
    public required int Profile { get; init; }

    [Key("The host that was measured.")]
    public string? Machine { get; init; }

    [Key("When it was measured.")]
    public string? Date { get; init; }

    [Key("What was measured, and how.")]
    public string? Measured { get; init; }

    [Key("Quantiles of an accepted acknowledgement's time, at equal steps of probability from 0 to 1.")]
    public required IReadOnlyList<SimDuration> Accepted { get; init; }

    [Key("The same for a duplicate.")]
    public required IReadOnlyList<SimDuration> Duplicate { get; init; }

    [Key("The same for a rejected datagram.")]
    public required IReadOnlyList<SimDuration> Rejected { get; init; }

    [Key("The same for building, signing and encrypting a rekey.")]
    public required IReadOnlyList<SimDuration> PushBuild { get; init; }

    [Key("The same for handing one datagram of a rekey to the network.")]
    public required IReadOnlyList<SimDuration> PushSend { get; init; }

    [Key("The same for main mode message 1 of a registration.")]
    public IReadOnlyList<SimDuration>? RegistrationProposal { get; init; }

    [Key("The same for main mode message 3 of a registration.")]
    public IReadOnlyList<SimDuration>? RegistrationKeyExchange { get; init; }

    [Key("The same for main mode message 5 of a registration.")]
    public IReadOnlyList<SimDuration>? RegistrationAuthentication { get; init; }

    [Key("The same for GROUPKEY-PULL message 1 of a registration.")]
    public IReadOnlyList<SimDuration>? RegistrationPullRequest { get; init; }

    [Key("The same for GROUPKEY-PULL message 3 of a registration.")]
    public IReadOnlyList<SimDuration>? RegistrationKeyDownload { get; init; }

    /// <summary>The file's text.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        text.Append("# Service times of a key server, measured by gdoisim calibrate. In a scenario:\n");
        text.Append("#   key_server: {service_time: \"profile:FILE\"}\n");
        text.Append("#   registration: {service_time: \"profile:FILE\"}\n");
        text.Append("# Quantiles at the probabilities 0, 1 %, ..., 100 %; the last keeps the mean of the samples.\n");
        text.Append($"profile: {Profile}\n");
        Append("machine", Machine);
        Append("date", Date);
        Append("measured", Measured);
        foreach ((string key, IReadOnlyList<SimDuration> quantiles) in Tables)
        {
            text.Append($"{key}:\n  [{string.Join(", ", quantiles)}]\n");
        }

        return text.ToString();

        void Append(string key, string? value)
        {
            if (value is not null)
            {
                // A YAML single-quoted text has one character that is not itself.
                string line = string.Concat(value.Select(character => char.IsControl(character) ? ' ' : character));
                text.Append($"{key}: '{line.Replace("'", "''", StringComparison.Ordinal)}'\n");
            }
        }
    }

    /// <summary>The tables by key.</summary>
    internal IEnumerable<(string Key, IReadOnlyList<SimDuration> Quantiles)> Tables =>
    [
        ("accepted", Accepted),
        ("duplicate", Duplicate),
        ("rejected", Rejected),
        ("push_build", PushBuild),
        ("push_send", PushSend),
        .. RegistrationTables.Where(table => table.Quantiles is not null)
            .Select(table => (table.Key, table.Quantiles!)),
    ];

    /// <summary>The tables of registrations by key; those of a file without registrations are null.</summary>
    internal IEnumerable<(string Key, IReadOnlyList<SimDuration>? Quantiles)> RegistrationTables =>
    [
        ("registration_proposal", RegistrationProposal),
        ("registration_key_exchange", RegistrationKeyExchange),
        ("registration_authentication", RegistrationAuthentication),
        ("registration_pull_request", RegistrationPullRequest),
        ("registration_key_download", RegistrationKeyDownload),
    ];

    /// <summary>Reads a file; null, with the reasons among the problems, if it is no profile.</summary>
    internal static ServiceTimeProfile? Read(string path, ProblemList problems)
    {
        string? text = ScenarioReader.ReadText(path, problems);
        if (text is null)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Error(
                new SourcePosition(path, 1, 1), "the file is empty; allowed: a profile of gdoisim calibrate");
            return null;
        }

        ScenarioNode? root = YamlNodeReader.Read(text, path, problems);
        if (root is null)
        {
            return null;
        }

        var binder = new ScenarioBinder(problems);
        ServiceTimeProfile profile = binder.Bind<ServiceTimeProfile>(root);
        if (problems.HasErrors)
        {
            return null;
        }

        foreach ((string key, IReadOnlyList<SimDuration> quantiles) in profile.Tables)
        {
            CheckTable(key, quantiles, binder, problems);
        }

        return problems.HasErrors ? null : profile;
    }

    private static void CheckTable(
        string key, IReadOnlyList<SimDuration> quantiles, ScenarioBinder binder, ProblemList problems)
    {
        if (quantiles.Count < 2)
        {
            problems.Error(binder.Positions[key], $"{key}: found a list of 1; allowed: at least 2 quantiles");
        }

        for (int i = 1; i < quantiles.Count; i++)
        {
            if (quantiles[i] < quantiles[i - 1])
            {
                string path = $"{key}[{i}]";
                problems.Error(
                    binder.Positions[path],
                    $"{path}: found {quantiles[i]}; allowed: not less than the quantile before it"
                    + $" ({quantiles[i - 1]})");
                return;
            }
        }
    }
}
