using GdoiSim.Group;

namespace GdoiSim.Analysis.Planning.Rare;

/// <summary>A member of the sample with the weights of what happened to it.</summary>
/// <param name="Passage">What happened.</param>
/// <param name="First">The weight of its first rekey.</param>
/// <param name="Whole">The weight of all its rekeys together.</param>
internal readonly record struct WeightedMember(MemberPassage Passage, double First, double Whole);

/// <summary>A profile of the scenario, and the tilted members that are added to it.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Share">Its share of the group.</param>
/// <param name="Tilts">Its paths, as they are first, then tilted.</param>
/// <param name="EachTilt">The members that are added for each tilt.</param>
internal sealed record TiltedProfile(MemberProfile Profile, double Share, IReadOnlyList<Tilt> Tilts, int EachTilt)
{
    /// <summary>The members that are added in all.</summary>
    public int Added => (Tilts.Count - 1) * EachTilt;

    /// <summary>The profile and its tilted copies, with shares that count members.</summary>
    /// <param name="members">The members of the group without the added ones.</param>
    public IEnumerable<MemberProfile> Copies(int members) => Tilts.Select((tilt, i) => Profile with
    {
        Name = i == 0 ? Profile.Name : $"{Profile.Name}/{i}",
        Share = i == 0 ? Share * members : EachTilt,
        Network = tilt.Network,
    });

    /// <summary>Weighs the members of a sample.</summary>
    /// <param name="sampled">The indices of the members, by tilt.</param>
    /// <param name="passages">What happened to each; who is not there had nothing happen to it.</param>
    /// <param name="rekeys">The rekeys of the run.</param>
    public IReadOnlyList<WeightedMember> Weigh(
        IReadOnlyList<List<int>> sampled, IReadOnlyDictionary<int, MemberPassage> passages, int rekeys)
    {
        double total = sampled.Sum(group => group.Count);
        double[] shares = [.. sampled.Select(group => group.Count / total)];
        return
        [
            .. sampled.SelectMany(group => group).Select(member =>
            {
                var passage = passages.TryGetValue(member, out var found) ? found : new MemberPassage();
                return new WeightedMember(passage, Weight(passage, 1, shares), Weight(passage, rekeys, shares));
            }),
        ];
    }

    /// <summary>P / Σ_k α_k Q_k of what happened in the first rekeys.</summary>
    private double Weight(MemberPassage passage, int rekeys, double[] shares)
    {
        var pushes = passage.Pushes(rekeys);
        var acknowledgements = passage.Acknowledgements(rekeys);
        double[] logarithms = [.. Tilts.Select(tilt => tilt.Log(pushes, acknowledgements))];
        if (double.IsNegativeInfinity(logarithms[0]))
        {
            return 0;
        }

        return 1 / logarithms.Select((log, k) => shares[k] * Math.Exp(log - logarithms[0])).Sum();
    }
}
