using GdoiSim.Analysis.Planning.Rare;
using GdoiSim.Analysis.Statistics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning;

/// <summary>What a plan knows of a demand, or of all demands, at one value.</summary>
public enum Verdict
{
    /// <summary>The demand holds, with the confidence asked for.</summary>
    Feasible,

    /// <summary>It does not hold, with the same confidence.</summary>
    Infeasible,

    /// <summary>The runs made so far do not say.</summary>
    Undecided,
}

/// <summary>A demand against the runs at one value.</summary>
/// <param name="Constraint">The demand.</param>
/// <param name="Verdict">What follows.</param>
/// <param name="Replications">Runs that it rests on.</param>
/// <param name="Satisfied">Runs that satisfy it, each for itself.</param>
/// <param name="Mean">What is measured: the mean of the figure, the share of runs that satisfy it, the rate.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
public sealed record Finding(
    PlanConstraint Constraint,
    Verdict Verdict,
    int Replications,
    int Satisfied,
    double Mean,
    double Low,
    double High)
{
    /// <summary>Whether more runs, up to a number, could still make it feasible.</summary>
    public bool CanBecomeFeasible(int most) =>
        Verdict != Verdict.Infeasible
        && (Constraint.Threshold?.Confidence is not { } confidence
            || ClopperPearson.LowerBound(Satisfied + most - Replications, most, confidence)
                >= Constraint.Threshold.ShareOfRuns);
}

/// <summary>
/// A demand of a plan. A threshold on a value is decided by the Student-t interval of its mean over runs; one with a
/// confidence by the Clopper–Pearson bounds of the probability that a run satisfies it; one on a rare event by the
/// interval of its rate, estimated from tilted runs.
/// </summary>
public sealed class PlanConstraint
{
    private PlanConstraint(string text, Threshold? threshold, RareDemand? rare)
    {
        (Text, Threshold, Rare) = (text, threshold, rare);
    }

    /// <summary>The demand as it was written.</summary>
    public string Text { get; }

    /// <summary>The threshold, unless the demand is on a rare event.</summary>
    public Threshold? Threshold { get; }

    /// <summary>The demand on a rare event, if it is one.</summary>
    public RareDemand? Rare { get; }

    /// <summary>What is measured: mean, share (of runs) or rate.</summary>
    public string Measure => Rare is not null ? "rate" : Threshold!.Confidence is null ? "mean" : "share";

    /// <summary>What the measure is compared with.</summary>
    public double Bound => Rare?.Bound
        ?? (Threshold!.Confidence is null ? Threshold.Bound.Value : Threshold.ShareOfRuns);

    /// <summary>Runs without a failure that the demand needs at least.</summary>
    public int FewestReplications(int failures = 0)
    {
        if (Threshold?.Confidence is not { } confidence)
        {
            return 2;
        }

        var runs = failures + 1;
        while (ClopperPearson.LowerBound(runs - failures, runs, confidence) < Threshold.ShareOfRuns)
        {
            runs++;
        }

        return runs;
    }

    /// <summary>Reads a demand.</summary>
    /// <param name="text">The text.</param>
    /// <param name="constraint">The demand.</param>
    /// <param name="problem">What is wrong and what is allowed; empty if nothing is.</param>
    public static bool TryParse(string text, out PlanConstraint? constraint, out string problem)
    {
        constraint = null;
        if (RareDemand.IsMeant(text))
        {
            if (RareDemand.TryParse(text, out var rare, out problem))
            {
                constraint = new PlanConstraint(text.Trim(), null, rare);
            }
        }
        else if (Threshold.TryParse(text, out var threshold, out problem))
        {
            constraint = new PlanConstraint(text.Trim(), threshold, null);
        }

        return constraint is not null;
    }

    /// <summary>Decides.</summary>
    /// <param name="figures">The figures of each run.</param>
    /// <param name="rates">The estimates of the rate of each tilted run, if the demand is on a rare event.</param>
    /// <param name="confidence">The confidence of the plan.</param>
    public Finding Judge(
        IReadOnlyList<IReadOnlyList<double>> figures, IReadOnlyList<RareSample> rates, double confidence)
    {
        if (Rare is not null)
        {
            double[] estimates = [.. rates.Select(sample => sample.Rate)];
            return OfMean(estimates, estimates.Count(rate => rate <= Rare.Bound), Rare.Confidence ?? confidence);
        }

        double[] values = [.. figures.Select(run => Threshold!.Metric.Evaluate(run))];
        var satisfied = values.Count(value => Threshold!.IsSatisfiedBy(value));
        return Threshold!.Confidence is { } asked
            ? OfShare(values.Length, satisfied, asked)
            : OfMean(values, satisfied, confidence);
    }

    /// <summary>
    /// A quick answer without a confidence, the same for like runs: whether the means hold, and no more runs fail than
    /// the share allows.
    /// </summary>
    public bool HoldsOnAverage(IReadOnlyList<IReadOnlyList<double>> figures, IReadOnlyList<RareSample> rates)
    {
        if (Rare is not null)
        {
            return rates.Average(sample => sample.Rate) <= Rare.Bound;
        }

        if (Threshold!.Confidence is not null || Threshold.Comparison is Comparison.Equal or Comparison.Unequal)
        {
            var failing = figures.Count(run => !Threshold.IsSatisfiedBy(run));
            var allowed = Threshold.Confidence is null ? 0 : (1 - Threshold.ShareOfRuns) * figures.Count;
            return failing <= allowed + 1e-9;
        }

        return Threshold.IsSatisfiedBy(figures.Average(run => Threshold.Metric.Evaluate(run)));
    }

    private Finding OfShare(int runs, int satisfied, double confidence)
    {
        var low = ClopperPearson.LowerBound(satisfied, runs, confidence);
        var high = ClopperPearson.UpperBound(satisfied, runs, confidence);
        var verdict = low >= Bound ? Verdict.Feasible : high < Bound ? Verdict.Infeasible : Verdict.Undecided;
        return new Finding(this, verdict, runs, satisfied, (double)satisfied / runs, low, high);
    }

    private Finding OfMean(double[] values, int satisfied, double confidence)
    {
        if (values.Any(value => !double.IsFinite(value)))
        {
            // "Never" makes the mean infinite; no value at all satisfies nothing.
            var infinite = values.Any(double.IsNaN) ? double.NaN : values.First(double.IsInfinity);
            var holds = Threshold?.IsSatisfiedBy(infinite) ?? false;
            return new Finding(
                this,
                holds ? Verdict.Feasible : Verdict.Infeasible,
                values.Length,
                satisfied,
                infinite,
                infinite,
                infinite);
        }

        var estimate = MeanEstimate.Of(values);
        var interval = estimate.StudentInterval(confidence);
        return new Finding(
            this,
            OfInterval(interval, values.Length, satisfied),
            values.Length,
            satisfied,
            estimate.Mean,
            interval.Low,
            interval.High);
    }

    private Verdict OfInterval(Interval interval, int runs, int satisfied)
    {
        if (runs < 2)
        {
            return Verdict.Undecided;
        }

        switch (Threshold?.Comparison ?? Comparison.AtMost)
        {
            case Comparison.Equal or Comparison.Unequal:
                // A demand on the value itself: one run that has another value refutes it.
                return satisfied == runs ? Verdict.Feasible : Verdict.Infeasible;
            case Comparison.AtMost or Comparison.Below:
                return Holds(interval.High) ? Verdict.Feasible
                    : Holds(interval.Low) ? Verdict.Undecided : Verdict.Infeasible;
            default:
                return Holds(interval.Low) ? Verdict.Feasible
                    : Holds(interval.High) ? Verdict.Undecided : Verdict.Infeasible;
        }

        bool Holds(double value) => Threshold?.IsSatisfiedBy(value) ?? value <= Rare!.Bound;
    }
}
