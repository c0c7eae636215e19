using GdoiSim.Analysis.Theory;
using GdoiSim.Group;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>A live member that looks silent, where losses are independent and no queue loses anything.</summary>
/// <param name="Silent">The probability that no ACK of it is on record after a rekey (V05).</param>
/// <param name="Keyless">The probability that it has not even the key.</param>
internal sealed record SilentMember(double Silent, double Keyless)
{
    /// <summary>The probabilities for a scenario; null where they do not follow from the losses alone.</summary>
    public static SilentMember? Of(ScenarioFile scenario)
    {
        var count = scenario.Retransmit.Count.Value;
        if (!Theorem.IsPlain(scenario) || count > 1000 || !IsTakenThrough(scenario))
        {
            return null;
        }

        var (push, ack) = (Theorem.LossOf(scenario.Network.Push)!.Value, Theorem.LossOf(scenario.Network.Ack)!.Value);
        var transmissions = count + 1;
        var answersCopies = scenario.Group.OnDuplicate == DuplicateReaction.Reacknowledge
            || scenario.Retransmit.Sequence == RetransmitSequence.Next;
        return new SilentMember(
            answersCopies
                ? Silence.WithReacknowledgement(push, ack, transmissions)
                : Silence.WithReplayDrop(push, ack, transmissions),
            Math.Pow(push, transmissions));
    }

    /// <summary>
    /// The share of members that are evicted within a number of rekeys although they hold the key. A member is counted
    /// only after it has acknowledged once; at its last miss it must have the key to be healthy.
    /// </summary>
    public double HealthyEvicted(int misses, int rekeys)
    {
        if (Silent is 0 or 1)
        {
            return 0;
        }

        var evicted = 0.0;
        for (var first = 1; first <= rekeys; first++)
        {
            evicted += Math.Pow(Silent, first - 1) * (1 - Silent)
                * FalseEviction.Within(Silent, misses, rekeys - first);
        }

        return evicted * (Silent - Keyless) / Silent;
    }

    /// <summary>Whether the server takes all ACKs of a transmission in time, with room to spare.</summary>
    private static bool IsTakenThrough(ScenarioFile scenario) =>
        Offer.LoadOf(scenario) is < 0.8 && scenario.Group.Jitter.ToSeconds() + 1 < scenario.Missing.After.ToSeconds();
}
