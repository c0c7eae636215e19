using GdoiSim.Group;
using GdoiSim.Network.Loss;

namespace GdoiSim.Analysis.Planning.Rare;

/// <summary>The paths of a profile with their loss as it is, or raised.</summary>
internal sealed class Tilt
{
    /// <summary>The most that a loss is raised to: what is not lost must be seen as well.</summary>
    private const double Strongest = 0.9;

    private readonly LossLikelihood _push;
    private readonly LossLikelihood _ack;

    private Tilt(NetworkOptions network)
    {
        Network = network;
        _push = LossLikelihood.Of(network.ToMembers.Loss, network.ToMembers.FirstHopLoss);
        _ack = LossLikelihood.Of(network.ToServer.Loss);
    }

    /// <summary>The paths.</summary>
    public NetworkOptions Network { get; }

    /// <summary>
    /// The paths as they are, then those with raised loss: of both directions as if an exchange was known to fail, of
    /// the acknowledgements alone, of the rekeys alone. A direction without loss stays so.
    /// </summary>
    public static IReadOnlyList<Tilt> Of(NetworkOptions network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var push = network.ToMembers.Loss.MeanLoss;
        var ack = network.ToServer.Loss.MeanLoss;
        var fails = 1 - ((1 - push) * (1 - ack));
        var given = fails > 0 ? Math.Min(Strongest, push / fails) : 0;
        (double Push, double Ack)[] raised = [(given, Strongest), (push, Strongest), (Strongest, ack)];
        return
        [
            new Tilt(network),
            .. raised
                .Select(to => (Push: Raise(network.ToMembers.Loss, to.Push), Ack: Raise(network.ToServer.Loss, to.Ack)))
                .Where(to => to.Push != network.ToMembers.Loss || to.Ack != network.ToServer.Loss)
                .Distinct()
                .Select(to => new Tilt(new NetworkOptions
                {
                    ToMembers = network.ToMembers with { Loss = to.Push },
                    ToServer = network.ToServer with { Loss = to.Ack },
                })),
        ];
    }

    /// <summary>The logarithm of the probability of what happened to a member's datagrams, on these paths.</summary>
    public double Log(IReadOnlyList<Passage> pushes, IReadOnlyList<Passage> acknowledgements) =>
        _push.Log(pushes) + _ack.Log(acknowledgements);

    private static LossModel Raise(LossModel loss, double mean)
    {
        if (loss.MeanLoss == 0 || mean <= loss.MeanLoss)
        {
            return loss;
        }

        if (loss is not GilbertElliottLoss states)
        {
            return new BernoulliLoss(mean);
        }

        var range = states.LossInBad - states.LossInGood;
        var bad = range > 0 ? Math.Min(Strongest, (mean - states.LossInGood) / range) : states.BadProbability;
        return bad <= states.BadProbability
            ? loss
            : new GilbertElliottLoss(
                bad,
                Math.Max(states.MeanBurstSlots, bad / (1 - bad)),
                states.Slot,
                states.LossInGood,
                states.LossInBad);
    }
}
