using System.Text.RegularExpressions;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning.Rare;

/// <summary>An event that may be too rare to be seen in plain replications.</summary>
public enum RareEvent
{
    /// <summary>A member is declared missing (missing.declared).</summary>
    Missing,

    /// <summary>A member is declared missing although it held the key (missing.false).</summary>
    FalselyMissing,

    /// <summary>A member is evicted (evicted.total).</summary>
    Evicted,

    /// <summary>A member is evicted that is online and holds the current TEK (evicted.healthy).</summary>
    EvictedHealthy,
}

/// <summary>
/// A demand on the rate of a rare event: <c>EVENT per member and rekey &lt;= RATE [with C confidence]</c>, or per
/// <c>rekey</c> (of the whole group), per <c>member and year</c>, per <c>year</c> (of the whole group). A year has 365
/// days of rekeys at the scenario's interval.
/// </summary>
public sealed partial class RareDemand
{
    private const double SecondsPerYear = 365 * 86_400.0;

    private const string Form =
        "missing.declared, missing.false, evicted.total or evicted.healthy, then per member and rekey, per rekey, per "
        + "member and year or per year, then <= RATE, such as: evicted.healthy per member and rekey <= 1e-8";

    private RareDemand(RareEvent rareEvent, bool ofGroup, bool aYear, double bound, double? confidence)
    {
        (Event, IsOfGroup, IsAYear, Bound, Confidence) = (rareEvent, ofGroup, aYear, bound, confidence);
    }

    /// <summary>The event.</summary>
    public RareEvent Event { get; }

    /// <summary>Whether the rate is that of the whole group, or of a member.</summary>
    public bool IsOfGroup { get; }

    /// <summary>Whether the rate counts years, or rekeys.</summary>
    public bool IsAYear { get; }

    /// <summary>The largest rate, in the demand's own unit.</summary>
    public double Bound { get; }

    /// <summary>The confidence that the demand asks for; null: the plan's.</summary>
    public double? Confidence { get; }

    /// <summary>Whether a text means a demand of this kind rather than a threshold.</summary>
    public static bool IsMeant(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PerForm().IsMatch(text);
    }

    /// <summary>Reads a demand.</summary>
    /// <param name="text">The text.</param>
    /// <param name="demand">The demand.</param>
    /// <param name="problem">What is wrong and what is allowed; empty if nothing is.</param>
    public static bool TryParse(string text, out RareDemand? demand, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        demand = null;
        var match = WholeForm().Match(text);
        problem = $"found '{text.Trim()}'; allowed: {Form}";
        if (!match.Success
            || !Quantity.TryParse(match.Groups["bound"].Value, out var bound)
            || bound.Kind is not (QuantityKind.Number or QuantityKind.Share)
            || !(bound.Value > 0))
        {
            return false;
        }

        double? confidence = null;
        if (match.Groups["confidence"] is { Success: true } asked)
        {
            if (!Quantity.TryParse(asked.Value, out var share) || !(share.Value is > 0 and < 1))
            {
                problem = $"found '{asked.Value}'; allowed: above 0% and below 100%, such as 95%";
                return false;
            }

            confidence = share.Value;
        }

        problem = "";
        demand = new RareDemand(
            EventOf(match.Groups["event"].Value),
            ofGroup: !match.Groups["member"].Success,
            aYear: match.Groups["time"].Value == "year",
            bound.Value,
            confidence);
        return true;
    }

    /// <summary>What turns a rate a member and rekey into the demand's own unit.</summary>
    /// <param name="members">The members of the group.</param>
    /// <param name="rekeySeconds">From one rekey to the next.</param>
    public double UnitsPerMemberAndRekey(double members, double rekeySeconds) =>
        (IsOfGroup ? members : 1) * (IsAYear ? SecondsPerYear / rekeySeconds : 1);

    private static RareEvent EventOf(string word) => word switch
    {
        "missing.declared" => RareEvent.Missing,
        "missing.false" => RareEvent.FalselyMissing,
        "evicted.total" => RareEvent.Evicted,
        _ => RareEvent.EvictedHealthy,
    };

    [GeneratedRegex(@"\sper\s", RegexOptions.NonBacktracking)]
    private static partial Regex PerForm();

    [GeneratedRegex(
        @"^\s*(?<event>missing\.declared|missing\.false|evicted\.total|evicted\.healthy)\s+per\s+"
        + @"(?<member>member\s+and\s+)?(?<time>rekey|year)\s*<=\s*(?<bound>[^\s<>=!]+)"
        + @"(\s+with\s+(?<confidence>\S+)\s+confidence)?\s*$",
        RegexOptions.NonBacktracking)]
    private static partial Regex WholeForm();
}
