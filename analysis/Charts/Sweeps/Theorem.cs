using GdoiSim.Analysis.Theory;
using GdoiSim.Group;
using GdoiSim.Protocol;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// A formula of <see cref="Theory"/> that can be drawn over data, with the question whether a scenario meets its
/// assumptions. Where it does not, there is no value and nothing is drawn.
/// </summary>
/// <param name="Name">The words in the key: the formula's entry among the validation targets, what it assumes.</param>
/// <param name="At">The value for a scenario; null where the assumptions do not hold.</param>
internal sealed record Theorem(string Name, Func<ScenarioFile, double?> At)
{
    /// <summary>V01: multicasts of a rekey until all have acknowledged it.</summary>
    public static Theorem Transmissions { get; } = new(
        "theory E[M] (V01): independent loss, no loss of ACKs",
        scenario => IsPlain(scenario)
            && scenario.Retransmit is { When: RetransmitWhen.Unacknowledged, To: RetransmitTo.Group }
            && scenario.Retransmit.Count.Value == int.MaxValue
            && LossOf(scenario.Network.Ack) == 0
            && LossOf(scenario.Network.Push) is { } loss and < 1
            ? Theory.Transmissions.MeanUntilAll(scenario.Group.Size, loss)
            : null);

    /// <summary>V05 and V06: the share of the members that a run evicts although they are fine.</summary>
    public static Theorem FalseEvictions { get; } = new(
        "theory (V05, V06): independent loss, every ACK that arrives is taken",
        scenario => SilentMember.Of(scenario) is { } member
            && scenario.Evict.After.MissingInARow is > 0 and var misses
            && scenario.Recovery?.After is null
            && scenario.Duration is null
            ? member.HealthyEvicted(misses, scenario.Rekey.Count)
            : null);

    /// <summary>V10 and V11: the share of the ACKs of a rekey that a full buffer drops, as a fluid.</summary>
    public static Theorem FluidDrops { get; } = new(
        "fluid bound (V10, V11): max(0, N − μJ − K) / N",
        scenario =>
        {
            if (Offer.Of(scenario) is not { } offer)
            {
                return null;
            }

            return Implosion.FluidDrops(
                offer.Acks, offer.Window, offer.ServicePerSecond, offer.Places) / offer.Acks;
        });

    /// <summary>V14: the share that a small buffer drops though the load is within the capacity.</summary>
    public static Theorem QueueLoss { get; } = new(
        "theory M/D/1/K (V14): constant service, buffer small against the group",
        scenario => Offer.Of(scenario) is { Window: > 0, IsDeterministicSingleServer: true, Places: <= 500 } offer
            && offer.Places <= 0.01 * offer.Acks
            ? Queues.DeterministicLoss(offer.Acks / (offer.Window * offer.ServicePerSecond), (int)offer.Places)
            : null);

    /// <summary>The independent loss of a path; null if it is of another kind.</summary>
    public static double? LossOf(PathSection path) => path.Loss switch
    {
        null => 0,
        { GilbertElliott: null } loss => loss.Bernoulli?.Value ?? 0,
        _ => null,
    };

    /// <summary>
    /// Whether all members are alike, always there and answer, one server serves them, and the network makes no copies
    /// and has no loss that is common to all.
    /// </summary>
    public static bool IsPlain(ScenarioFile scenario) =>
        scenario.Group is { Acknowledges: true, Profiles.Count: 0, Offline: null }
        && scenario.Group.Acknowledgement != KekAckRequested.None
        && scenario.Registration.Mode == RegistrationMode.PreRegistered
        && scenario.Lkh is null
        && scenario.KeyServer.Count == 1
        && (scenario.Network.Push.FirstHopLoss?.Value ?? 0) == 0
        && (scenario.Network.Push.Duplication?.Value ?? 0) == 0
        && (scenario.Network.Ack.Duplication?.Value ?? 0) == 0
        && LossOf(scenario.Network.Push) is not null
        && LossOf(scenario.Network.Ack) is not null;
}
