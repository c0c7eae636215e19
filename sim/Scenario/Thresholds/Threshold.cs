using System.Text.RegularExpressions;

namespace GdoiSim.Scenario;

/// <summary>
/// A demand on the figures of runs: <c>EXPRESSION OP QUANTITY</c>, or the same
/// <c>with CONFIDENCE confidence [in SHARE of runs]</c>. The first form is about the value itself: of one run, or its
/// mean over replications. The second is about the probability that a run satisfies it: its lower Clopper–Pearson bound
/// at that confidence must be at least the share (95 % if none is given), for which 59 clean replications are needed at
/// 95 % and 95 %.
/// </summary>
public sealed partial class Threshold
{
    private Threshold(string text, MetricExpression metric, Comparison comparison, Quantity bound)
    {
        (Text, Metric, Comparison, Bound) = (text, metric, comparison, bound);
    }

    /// <summary>The threshold as it was written.</summary>
    public string Text { get; }

    /// <summary>What is compared.</summary>
    public MetricExpression Metric { get; }

    /// <summary>How it is compared.</summary>
    public Comparison Comparison { get; }

    /// <summary>What it is compared with.</summary>
    public Quantity Bound { get; }

    /// <summary>The confidence asked for, above 0 and below 1; null if the demand is on the value itself.</summary>
    public double? Confidence { get; private init; }

    /// <summary>The share of runs that must satisfy it, above 0 and below 1, if a confidence is asked for.</summary>
    public double ShareOfRuns { get; private init; } = 0.95;

    /// <summary>Reads a threshold.</summary>
    /// <param name="text">The text.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="problem">What is wrong and what is allowed; empty if nothing is.</param>
    public static bool TryParse(string text, out Threshold? threshold, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        threshold = null;
        Match match = Form().Match(text);
        if (!match.Success)
        {
            problem = $"found '{Excerpt.Of(text)}'; allowed: METRIC OP VALUE, OP one of <=, <, >=, >, ==, !=, such as "
                + "completion_seconds.p99 <= 10s, and after it: with 95% confidence [in 95% of runs]";
            return false;
        }

        if (!MetricExpression.TryParse(match.Groups["metric"].Value, out MetricExpression? metric, out problem))
        {
            string whole = Excerpt.Of(match.Groups["metric"].Value);
            problem = problem.Contains($"'{whole}'", StringComparison.Ordinal) ? problem : $"'{whole}': {problem}";
            return false;
        }

        string value = match.Groups["bound"].Value.Trim();
        if (!Quantity.TryParse(value, out Quantity bound))
        {
            problem = $"found '{Excerpt.Of(value)}' as the bound; allowed: a quantity such as 10s, 0.1% or 5";
            return false;
        }

        if (!TryShare(match.Groups["confidence"].Value, out double? confidence, ref problem)
            || !TryShare(match.Groups["share"].Value, out double? share, ref problem))
        {
            return false;
        }

        threshold = new Threshold(text.Trim(), metric!, ComparisonOf(match.Groups["op"].Value), bound)
        {
            Confidence = confidence,
            ShareOfRuns = share ?? 0.95,
        };
        return true;
    }

    /// <summary>
    /// Whether a value satisfies the demand. Positive infinity ("never") violates every upper bound, and NaN (no value
    /// at all, such as 0 / 0) everything.
    /// </summary>
    public bool IsSatisfiedBy(double value) => Comparison switch
    {
        Comparison.AtMost => value <= Bound.Value,
        Comparison.Below => value < Bound.Value,
        Comparison.AtLeast => value >= Bound.Value,
        Comparison.Above => value > Bound.Value,
        Comparison.Equal => value == Bound.Value,
        _ => value != Bound.Value && !double.IsNaN(value),
    };

    /// <summary>Whether the figures of one run satisfy the demand.</summary>
    /// <param name="figures">As <see cref="Metrics.RunSummary.Figures"/> gives them.</param>
    public bool IsSatisfiedBy(IReadOnlyList<double> figures) => IsSatisfiedBy(Metric.Evaluate(figures));

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>The share that the text gives, if it gives one; false with the reason if that is none.</summary>
    private static bool TryShare(string text, out double? value, ref string problem)
    {
        value = null;
        if (text.Length == 0)
        {
            return true;
        }

        if (!Share.TryParse(text, out Share share) || !(share.Value is > 0 and < 1))
        {
            problem = $"found '{Excerpt.Of(text)}'; allowed: above 0% and below 100%, such as 95%";
            return false;
        }

        value = share.Value;
        return true;
    }

    private static Comparison ComparisonOf(string sign) => sign switch
    {
        "<=" => Comparison.AtMost,
        "<" => Comparison.Below,
        ">=" => Comparison.AtLeast,
        ">" => Comparison.Above,
        "==" => Comparison.Equal,
        _ => Comparison.Unequal,
    };

    [GeneratedRegex(
        @"^(?<metric>[^<>=!]+?)\s*(?<op><=|>=|==|!=|<|>)\s*(?<bound>[^<>=!]+?)"
        + @"(\s+with\s+(?<confidence>\S+)\s+confidence(\s+in\s+(?<share>\S+)\s+of\s+runs)?)?\s*$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
