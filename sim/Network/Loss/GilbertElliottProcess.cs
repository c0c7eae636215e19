using System.Runtime.CompilerServices;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Network.Loss;

/// <summary>The channels of a <see cref="GilbertElliottLoss"/> at work.</summary>
internal sealed class GilbertElliottProcess : LossProcess
{
    private readonly RandomStream _stateStream;
    private readonly RandomStream _lossStream;
    private readonly long[] _states;
    private readonly long _slotNanoseconds;
    private readonly double _badProbability;
    private readonly double _lossInGood;
    private readonly double _lossInBad;
    private readonly IntegerPowers _persistence;

    internal GilbertElliottProcess(GilbertElliottLoss model, in PathStreams streams, long[] states)
    {
        _stateStream = streams.ChannelState;
        _lossStream = streams.Loss;
        _states = states;
        _slotNanoseconds = model.Slot.Nanoseconds;
        _badProbability = model.BadProbability;
        _lossInGood = model.LossInGood;
        _lossInBad = model.LossInBad;
        _persistence = new IntegerPowers(model.Persistence);
    }

    [SkipLocalsInit]
    internal override void Apply(MemberBatch members, NetworkDrawIndex packet, int fragments, Span<long> times)
    {
        Span<double> uniforms = stackalloc double[MemberPath.BlockLength];
        Span<double> thresholds = stackalloc double[MemberPath.BlockLength];
        uniforms = uniforms[..members.Count];
        thresholds = thresholds[..members.Count];
        members.FillUniform(_stateStream, packet.Value, uniforms);
        Look(members, uniforms, times, thresholds);

        if (_lossInGood == 0 && _lossInBad == 1)
        {
            // The state decides alone: no further draw, and all fragments share the fate.
            uniforms.Fill(0.5);
            MarkBelow(uniforms, thresholds, times);
            return;
        }

        for (int fragment = 0; fragment < fragments; fragment++)
        {
            members.FillUniform(_lossStream, packet.OfFragment(fragment).Value, uniforms);
            MarkBelow(uniforms, thresholds, times);
        }
    }

    /// <summary>Draws each channel's state, keeps it, and gives the loss probability in that state.</summary>
    private void Look(
        MemberBatch members, ReadOnlySpan<double> uniforms, ReadOnlySpan<long> times, Span<double> lossProbabilities)
    {
        // A multicast finds the same slot, and nearly everywhere the same gap: one division and power serve a batch.
        long knownTime = -1;
        long slot = 0;
        long knownGap = -1;
        double power = 0;
        for (int i = 0; i < members.Count; i++)
        {
            long time = times[i];
            if (time < 0)
            {
                lossProbabilities[i] = 0;
                continue;
            }

            ref long state = ref _states[members[i]];
            if (time != knownTime)
            {
                knownTime = time;
                slot = time / _slotNanoseconds;
            }

            double bad = _badProbability;
            if (state != 0)
            {
                long gap = Math.Abs(slot - ((state >> 1) - 1));
                if (gap != knownGap)
                {
                    knownGap = gap;
                    power = _persistence.Raise(gap);
                }

                bad = (state & 1) != 0 ? bad + ((1 - bad) * power) : bad * (1 - power);
            }

            bool isBad = uniforms[i] < bad;
            state = ((slot + 1) << 1) | (isBad ? 1L : 0L);
            lossProbabilities[i] = isBad ? _lossInBad : _lossInGood;
        }
    }
}
