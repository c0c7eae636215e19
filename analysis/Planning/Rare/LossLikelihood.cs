using GdoiSim.Network.Loss;

namespace GdoiSim.Analysis.Planning.Rare;

/// <summary>A datagram that was sent on one path of one member.</summary>
/// <param name="Nanoseconds">When, since the start of the run.</param>
/// <param name="IsLost">Whether the path lost it.</param>
/// <param name="IsBehindFirstHop">Whether a loss on the first hop, common to all, may have been the cause.</param>
public readonly record struct Passage(long Nanoseconds, bool IsLost, bool IsBehindFirstHop = false);

/// <summary>
/// The probability of what a path did to its datagrams, under a loss model. For Gilbert–Elliott loss the states of the
/// channel are summed over by the forward recursion (Baum and others, Annals of Mathematical Statistics 41, 1970), so
/// the ratio of two such probabilities is the exact likelihood ratio of what can be seen.
/// </summary>
internal sealed class LossLikelihood
{
    private readonly double _bad;
    private readonly double _lossInGood;
    private readonly double _lossInBad;
    private readonly double _persistence;
    private readonly double _slotNanoseconds;
    private readonly double _firstHopLoss;

    private LossLikelihood(
        double bad, double lossInGood, double lossInBad, double persistence, double slot, double firstHopLoss)
    {
        (_bad, _lossInGood, _lossInBad) = (bad, lossInGood, lossInBad);
        (_persistence, _slotNanoseconds, _firstHopLoss) = (persistence, slot, firstHopLoss);
    }

    /// <summary>Of a model; independent loss is a channel that is always good.</summary>
    public static LossLikelihood Of(LossModel model, double firstHopLoss = 0) => model switch
    {
        GilbertElliottLoss states => new LossLikelihood(
            states.BadProbability,
            states.LossInGood,
            states.LossInBad,
            states.Persistence,
            states.Slot.Nanoseconds,
            firstHopLoss),
        _ => new LossLikelihood(0, model.MeanLoss, model.MeanLoss, 0, 1, firstHopLoss),
    };

    /// <summary>The natural logarithm of the probability of all passages; minus infinity if they cannot be.</summary>
    public double Log(IReadOnlyList<Passage> passages)
    {
        var logarithm = 0.0;
        var bad = _bad;
        for (var i = 0; i < passages.Count; i++)
        {
            if (i > 0 && _bad > 0)
            {
                var gap = Math.Abs(Slot(passages[i]) - Slot(passages[i - 1]));
                var memory = _persistence < 0 && gap % 2 == 1
                    ? -Math.Pow(-_persistence, gap)
                    : Math.Pow(Math.Abs(_persistence), gap);
                bad = _bad + ((bad - _bad) * memory);
            }

            var inBad = bad * Of(passages[i], _lossInBad);
            var inAny = inBad + ((1 - bad) * Of(passages[i], _lossInGood));
            if (!(inAny > 0))
            {
                return double.NegativeInfinity;
            }

            logarithm += Math.Log(inAny);
            bad = inBad / inAny;
        }

        return logarithm;
    }

    private double Of(Passage passage, double loss)
    {
        var any = passage.IsBehindFirstHop ? loss + ((1 - loss) * _firstHopLoss) : loss;
        return passage.IsLost ? any : 1 - any;
    }

    private double Slot(Passage passage) => Math.Floor(passage.Nanoseconds / _slotNanoseconds);
}
