using GdoiSim.Analysis.Theory;
using Xunit;

namespace GdoiSim.Analysis.Tests.Theory;

public sealed class SilenceTests
{
    [Fact]
    public void V04_missing_after_blind_repetition()
    {
        Targets.Hold("V04", row => BlindRepetition.MeanMissing(
            row.Number("N"), row.Number("p"), row.Whole("retransmissions")));
        Targets.Hold("V04", "p_all", row => BlindRepetition.NobodyMissing(
            row.Number("N"), row.Number("p"), row.Whole("retransmissions")));
    }

    [Fact]
    public void V05_silence() => Targets.Hold("V05", Silent);

    [Fact]
    public void V06_eviction()
    {
        Targets.Hold("V06", "f", Silent);
        Targets.Hold("V06", row => FalseEviction.MeanRekeys(Silent(row), row.Whole("m")));
        Targets.Hold(
            "V06", "p_evicted_within_24_rekeys", row => FalseEviction.Within(Silent(row), row.Whole("m"), 24), 5e-4);
    }

    /// <summary>All eight ways in which two copies and their ACKs can go, added up.</summary>
    [Theory]
    [InlineData(0.1, 0.3)]
    [InlineData(0.25, 0.05)]
    public void Replay_drop_equals_enumeration(double pushLoss, double ackLoss)
    {
        var silent = 0.0;
        foreach (var first in new[] { true, false })
        {
            foreach (var second in new[] { true, false })
            {
                foreach (var ack in new[] { true, false })
                {
                    var way = (first ? 1 - pushLoss : pushLoss) * (second ? 1 - pushLoss : pushLoss)
                        * (ack ? 1 - ackLoss : ackLoss);
                    silent += (first || second) && ack ? 0 : way; // one ACK at most, for the first copy received
                }
            }
        }

        Assert.Equal(silent, Silence.WithReplayDrop(pushLoss, ackLoss, 2), 1e-15);
    }

    [Fact]
    public void Eviction_equals_the_chain_of_runs()
    {
        const double silence = 0.3;
        const int misses = 3;
        var state = new double[misses + 1];
        state[0] = 1;
        var mean = 0.0;
        for (var rekey = 1; rekey <= 20_000; rekey++)
        {
            var next = new double[misses + 1];
            next[misses] = state[misses] + (state[misses - 1] * silence);
            for (var run = 0; run < misses; run++)
            {
                next[0] += state[run] * (1 - silence);
                if (run + 1 < misses)
                {
                    next[run + 1] = state[run] * silence;
                }
            }

            mean += 1 - state[misses];
            state = next;
            if (rekey is 1 or 3 or 24)
            {
                Assert.Equal(state[misses], FalseEviction.Within(silence, misses, rekey), 1e-14);
            }
        }

        Assert.Equal(mean, FalseEviction.MeanRekeys(silence, misses), 1e-9);
    }

    [Fact]
    public void Certain_silence_evicts_at_once() => Assert.Equal(3, FalseEviction.MeanRekeys(1, 3));

    private static double Silent(Target row)
    {
        var (p, q, copies) = (row.Number("p"), row.Number("q"), row.Whole("transmissions"));
        return row.Truth("answers_duplicates")
            ? Silence.WithReacknowledgement(p, q, copies)
            : Silence.WithReplayDrop(p, q, copies);
    }
}
