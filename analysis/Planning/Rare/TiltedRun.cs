using GdoiSim.Group;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning.Rare;

/// <summary>What one tilted run says about one rare event.</summary>
/// <param name="Rate">The unbiased estimate of the rate in the demand's unit.</param>
/// <param name="Squares">The sum of the squared contributions of single members to it.</param>
/// <param name="Unit">What turns a rate a member and rekey into the demand's unit.</param>
/// <param name="InARow">The misses in a row that make the event.</param>
/// <param name="Profiles">The estimates of a single miss, a profile each.</param>
/// <param name="DropShare">The share of arriving acknowledgements that the server or its link dropped.</param>
public sealed record RareSample(
    double Rate,
    double Squares,
    double Unit,
    int InARow,
    IReadOnlyList<SingleMiss> Profiles,
    double DropShare);

/// <summary>How often members of a profile miss one rekey.</summary>
/// <param name="Share">The profile's share of the group; 0 if the event cannot happen to it.</param>
/// <param name="Miss">The probability of a miss.</param>
/// <param name="Last">The probability of the miss that completes the event.</param>
public readonly record struct SingleMiss(double Share, double Miss, double Last);

/// <summary>
/// Importance sampling over the loss draws. To the group as it is a few members are added whose paths lose far more;
/// the server and everyone else feel the load as it really is (or a little more). What happened to a member is weighted
/// with the likelihood ratio of its own losses and nothing else: with P the true law and Q_k that of tilt k, of which
/// a profile has the share α_k, the weight is P / Σ_k α_k Q_k. The natural members are one of the Q_k, which
/// keeps every weight below 1/α_0.
/// </summary>
/// <remarks>
/// The weights are those of the balance heuristic (Veach and Guibas, SIGGRAPH 1995) with a defensive component (Owen
/// and Zhou, JASA 95, 2000). An eviction is a window of m rekeys, all missed, all of whose draws are in one likelihood
/// ratio: nothing is assumed about the independence of rekeys. The window's probability times that of no miss before
/// it is the rate of the first eviction, 1/E with E = (1 − f^m)/((1 − f) f^m) up to a factor 1 − f^m.
/// </remarks>
internal sealed class TiltedRun
{
    private const int MostTilted = 500;
    private const int FewestTilted = 6;

    private readonly GroupOptions _options;
    private readonly int _members;
    private readonly int _rekeys;
    private readonly double _interval;
    private readonly IReadOnlyList<TiltedProfile> _profiles;

    private TiltedRun(GroupOptions original, int rekeys)
    {
        _members = original.Members;
        _rekeys = rekeys;
        _interval = original.Rekey.Interval.ToSeconds();
        var total = original.Profiles.Sum(profile => profile.Share);
        _profiles = [.. original.Profiles.Select(profile => new TiltedProfile(
            profile,
            profile.Share / total,
            Tilt.Of(profile.Network ?? original.Network),
            Math.Clamp((int)(_members * profile.Share / total / 100), FewestTilted, MostTilted)))];
        var added = _profiles.Sum(profile => profile.Added);
        _options = original with
        {
            Members = _members + added,
            Profiles = [.. _profiles.SelectMany(profile => profile.Copies(_members))],
            EvictAfter = 0,
            RecoverAfter = null,
            Rekey = original.Rekey with { Count = rekeys },
            Duration = original.Retransmit.Count == int.MaxValue
                ? original.Rekey.First + (original.Rekey.Interval * rekeys)
                : null,
        };
    }

    /// <summary>Runs a scenario with tilted members.</summary>
    /// <param name="document">A scenario without errors.</param>
    /// <param name="demands">The demands, all on this scenario.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>One sample a demand.</returns>
    public static IReadOnlyList<RareSample> Measure(
        ScenarioDocument document, IReadOnlyList<RareDemand> demands, CancellationToken cancellation)
    {
        var original = ScenarioOptions.Of(document);
        var evicts = demands.Any(demand => demand.Event is RareEvent.Evicted or RareEvent.EvictedHealthy);
        var run = new TiltedRun(original, evicts ? Math.Max(1, original.EvictAfter) : 1);
        return run.Measure(demands, cancellation);
    }

    private List<RareSample> Measure(IReadOnlyList<RareDemand> demands, CancellationToken cancellation)
    {
        var profileOf = new Population(_options, new RandomStreams(_options.Seed)).ProfileOf;
        var sampled = Sampled(profileOf);
        var world = new GroupWorld(_options with { TracedMembers = [.. sampled.SelectMany(group => group)] });
        world.Run(cancellation);
        cancellation.ThrowIfCancellationRequested();
        var passages = MemberPassage.Of(
            world.Recorder.Trace, _options.Retransmit.To == RetransmitTo.Unacknowledged);
        var summary = world.Recorder.Summary("tilted");
        var reached = summary.AckArrived + summary.AckLinkDropped;
        var drops = reached == 0 ? 0 : (double)(summary.AckDropped + summary.AckLinkDropped) / reached;

        var weighted = new List<IReadOnlyList<WeightedMember>>();
        var first = 0;
        foreach (var profile in _profiles)
        {
            weighted.Add(profile.Weigh(sampled.GetRange(first, profile.Tilts.Count), passages, _rekeys));
            first += profile.Tilts.Count;
        }

        return [.. demands.Select(demand => Sample(demand, weighted, drops))];
    }

    /// <summary>The members to follow, by profile: all tilted ones and as many natural ones.</summary>
    private List<List<int>> Sampled(byte[] profileOf)
    {
        var all = new List<List<int>>();
        for (var i = 0; i < _options.Profiles.Count; i++)
        {
            all.Add([]);
        }

        for (var member = 0; member < profileOf.Length; member++)
        {
            all[profileOf[member]].Add(member);
        }

        var first = 0;
        foreach (var profile in _profiles)
        {
            var natural = all[first];
            var wanted = Math.Max(1, Math.Min(natural.Count, Math.Max(profile.Added, 4 * FewestTilted)));
            all[first] = [.. Enumerable.Range(0, Math.Min(wanted, natural.Count))
                .Select(i => natural[(int)((long)i * natural.Count / wanted)])];
            first += profile.Tilts.Count;
        }

        return all;
    }

    private RareSample Sample(
        RareDemand demand, List<IReadOnlyList<WeightedMember>> weighted, double drops)
    {
        var unit = demand.UnitsPerMemberAndRekey(_members, _interval);
        var isEviction = demand.Event is RareEvent.Evicted or RareEvent.EvictedHealthy;
        var singles = new List<SingleMiss>();
        var (rate, squares) = (0.0, 0.0);
        for (var i = 0; i < _profiles.Count; i++)
        {
            var (share, members) = (_profiles[i].Share, weighted[i]);
            if (members.Count == 0 || (isEviction && !members.Any(member => member.Passage.WasAcknowledged)))
            {
                // Who has never acknowledged is not evicted.
                singles.Add(default);
                continue;
            }

            var miss = members.Average(member => member.First * (member.Passage.IsMissing(1) ? 1 : 0));
            var falsely = members.Average(member => member.First * (member.Passage.IsFalselyMissing(1) ? 1 : 0));
            var last = demand.Event is RareEvent.Missing or RareEvent.Evicted ? miss : falsely;
            singles.Add(new SingleMiss(share, miss, last));
            var before = isEviction ? Beginnings(members, miss) : 1;
            foreach (var member in members.Where(member => Happens(demand.Event, member.Passage)))
            {
                var weight = isEviction ? member.Whole : member.First;
                var contribution = unit * share * before * weight / members.Count;
                rate += contribution;
                squares += contribution * contribution;
            }
        }

        return new RareSample(rate, squares, unit, isEviction ? _rekeys : 1, singles, drops);
    }

    /// <summary>
    /// How often a window of misses begins, a rekey: after one that was no miss, of those rekeys in which the member is
    /// still there. An eviction ends a membership, and the next one begins with no misses; so with independent misses f
    /// the rate is (1 − f) f^m / (1 − f^m), the inverse of V06's mean.
    /// </summary>
    private double Beginnings(IReadOnlyList<WeightedMember> members, double miss)
    {
        var window = members.Average(member => Happens(RareEvent.Evicted, member.Passage) ? member.Whole : 0);
        return window < 1 ? (1 - Math.Min(1, miss)) / (1 - window) : 1;
    }

    private bool Happens(RareEvent rareEvent, MemberPassage passage) => rareEvent switch
    {
        RareEvent.Missing => passage.IsMissing(1),
        RareEvent.FalselyMissing => passage.IsFalselyMissing(1),
        RareEvent.Evicted => Enumerable.Range(1, _rekeys).All(passage.IsMissing),
        _ => Enumerable.Range(1, _rekeys).All(passage.IsMissing) && passage.IsFalselyMissing(_rekeys),
    };
}
