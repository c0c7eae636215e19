using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning.Rare;

/// <summary>The rate of a rare event at one value of a plan.</summary>
/// <param name="Constraint">The demand.</param>
/// <param name="Rate">The estimate in the demand's unit.</param>
/// <param name="Low">Lower end of its interval, at least 0.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="EffectiveSampleSize">
/// (Σ w)² / Σ w² over the contributions w of single members: how many equal ones would say as much.
/// </param>
/// <param name="Chain">What single misses give if rekeys are independent.</param>
/// <param name="IsTrusted">Whether the interval may be believed.</param>
/// <param name="Reason">Why not, or what was checked.</param>
public sealed record RareEstimate(
    PlanConstraint Constraint,
    double Rate,
    double Low,
    double High,
    double EffectiveSampleSize,
    double Chain,
    bool IsTrusted,
    string Reason)
{
    /// <summary>How the estimate is made.</summary>
    public const string Method = "importance sampling over the loss draws of added members, balance heuristic";

    /// <summary>Estimates from the samples of all runs.</summary>
    /// <param name="constraint">A demand on a rare event.</param>
    /// <param name="samples">A sample a run.</param>
    /// <param name="finding">The mean of the samples with its interval.</param>
    public static RareEstimate Of(PlanConstraint constraint, IReadOnlyList<RareSample> samples, Finding finding)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(finding);
        var sum = samples.Sum(sample => sample.Rate);
        var squares = samples.Sum(sample => sample.Squares);
        var effective = squares > 0 ? sum * sum / squares : 0;
        var chain = IndependentRekeys(samples);
        var doubt = RareTrust.Doubt(samples, finding, effective, chain);
        return new RareEstimate(
            constraint,
            finding.Mean,
            Math.Max(0, finding.Low),
            finding.High,
            effective,
            chain,
            doubt is null,
            doubt ?? "likelihood ratios are even, no run weighs more than a quarter, and buffers drop next to nothing");
    }

    /// <summary>
    /// The rate if rekeys were independent and members of a profile alike: f^(m−1) g (1 − f)/(1 − f^m) with the
    /// probability f of a miss and g of the last one, averaged over all runs first, for powers of single runs'
    /// estimates would be too high.
    /// </summary>
    private static double IndependentRekeys(IReadOnlyList<RareSample> samples) =>
        Enumerable.Range(0, samples[0].Profiles.Count).Sum(profile =>
        {
            var (unit, inARow) = (samples[0].Unit, samples[0].InARow);
            var share = samples.Average(sample => sample.Profiles[profile].Share);
            var miss = samples.Average(sample => sample.Profiles[profile].Miss);
            var last = samples.Average(sample => sample.Profiles[profile].Last);
            return inARow == 1 ? unit * share * last
                : miss >= 1 ? 0
                : unit * share * Math.Pow(miss, inARow - 1) * last * (1 - miss) / (1 - Math.Pow(miss, inARow));
        });
}

/// <summary>When a rate must not be believed.</summary>
internal static class RareTrust
{
    /// <summary>Fewer equal contributions than this make no interval.</summary>
    private const double FewestEffective = 50;

    /// <summary>A run may carry this part of the whole at most.</summary>
    private const double LargestPart = 0.25;

    /// <summary>Why a scenario cannot be asked; null if it can.</summary>
    public static string? Refusal(ScenarioDocument document, RareDemand demand)
    {
        var options = ScenarioOptions.Of(document);
        var networks = options.Profiles.Select(profile => profile.Network ?? options.Network).ToList();
        return demand.Event is RareEvent.Evicted or RareEvent.EvictedHealthy && options.EvictAfter == 0
            ? "the scenario evicts nobody; allowed: evict.after from 1, or missing.false per …"
            : demand.Event == RareEvent.Evicted && options.Rekey.ReplaceKekEvery > 0
                ? "who misses a new KEK is lost to all later rekeys, which a window of rekeys does not see; allowed: "
                    + "evicted.healthy per …, or rekey.replace_kek: never"
            : networks.Any(network => network.ToMembers.DuplicationProbability > 0
                || network.ToServer.DuplicationProbability > 0)
                ? "the network delivers second copies, whose losses cannot be told apart; allowed: duplication 0%"
            : networks.Any(network => network.ToMembers.Fragmentation.Fragments(1_000) > 1
                || network.ToServer.Fragmentation.Fragments(150) > 1)
                ? "datagrams travel in fragments, whose losses cannot be told apart; allowed: an mtu of 1100 or more"
            : options.Acknowledgement == Protocol.KekAckRequested.None
                ? "the scenario asks for no acknowledgements; allowed: another group.acknowledgement"
            : null;
    }

    /// <summary>Why an estimate is not to be believed; null if it is.</summary>
    public static string? Doubt(
        IReadOnlyList<RareSample> samples, Finding finding, double effective, double chain)
    {
        if (effective < FewestEffective)
        {
            return $"effective sample size {effective:0.#} of at least {FewestEffective:0}: likelihood ratios too "
                + "uneven, or the event too rare even under tilted losses";
        }

        var largest = samples.Max(sample => sample.Rate) / samples.Sum(sample => sample.Rate);
        if (samples.Count >= 8 && largest > LargestPart)
        {
            return $"one run of {samples.Count} carries {largest * 100:0} % of the estimate";
        }

        var drops = samples.Average(sample => sample.DropShare);
        if (drops > 0 && chain > 1.5 * finding.High)
        {
            return $"the server drops {drops * 100:G3} % of what arrives, which raised losses do not show; with "
                + $"independent rekeys the misses give {chain:G3}";
        }

        return null;
    }
}
