using GdoiSim.Analysis.Calibration;
using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Protocol;
using Xunit;

namespace GdoiSim.Analysis.Tests.Calibration;

/// <summary>Bad datagrams among the good ones: whatever their share and kind, all good ones get through.</summary>
public class UnderAttackTests
{
    private const int Members = 1_500;

    private static readonly Dictionary<AckKind, DiscardReason> _due = new()
    {
        [AckKind.Good] = DiscardReason.None,
        [AckKind.Forged] = DiscardReason.HashMismatch,
        [AckKind.Replayed] = DiscardReason.Duplicate,
        [AckKind.Malformed] = DiscardReason.Truncated,
        [AckKind.UnknownGroup] = DiscardReason.SpiUnknown,
    };

    public static TheoryData<int, AckKind?> Attacks()
    {
        var attacks = new TheoryData<int, AckKind?>();
        for (int percent = 0; percent <= 90; percent += 15)
        {
            attacks.Add(percent, null);
            foreach (AckKind kind in Enum.GetValues<AckKind>().Where(kind => kind != AckKind.Good))
            {
                attacks.Add(percent, kind);
            }
        }

        return attacks;
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Every_good_one_is_accepted_and_every_bad_one_refused_for_its_own_reason(int percent, AckKind? only)
    {
        var counts = new Dictionary<AckKind, int> { [AckKind.Good] = Members };
        AckKind[] kinds = only is AckKind one ? [one] : [.. _due.Keys.Where(kind => kind != AckKind.Good)];
        foreach (AckKind kind in kinds)
        {
            counts[kind] = Members * percent / (100 - percent) / kinds.Length;
        }

        var group = new MeasuredGroup(Members, KekAckRequested.LkhSha256, seed: 3);
        var ledger = new AckLedger(0, Members);
        ledger.BeginRekey(1);
        for (int member = 0; member < Members; member++)
        {
            ledger.Record(1, member);
        }

        group.BeginRekey();
        ledger.BeginRekey(2);
        var stream = new ReceivedAcknowledgements(group, 0, Members, counts);
        stream.Write();
        var verdicts = new AckVerdict[stream.Count];
        AckPipeline pipeline = group.CreatePipeline(ledger);
        pipeline.Inspect(stream.Slab, stream.Stride, stream.Lengths, new SimTime[stream.Count], verdicts);

        foreach ((AckKind kind, DiscardReason reason) in _due)
        {
            Assert.Equal(counts.GetValueOrDefault(kind), verdicts.Count(verdict => verdict.Reason == reason));
        }

        Assert.Equal(Members, pipeline.Accept(verdicts));
        Assert.Equal(0, ledger.Outstanding(2));
    }

    /// <summary>The dearest attack, in batches as a server takes them: forgeries before, between and after.</summary>
    [Fact]
    public void Forgeries_of_every_member_in_every_batch_stop_nobody()
    {
        var group = new MeasuredGroup(Members, KekAckRequested.KekSha256, seed: 3);
        var receiver = new AckReceiver(group, 0, Members);
        var stream = new ReceivedAcknowledgements(
            group,
            0,
            Members,
            new Dictionary<AckKind, int> { [AckKind.Good] = Members, [AckKind.Forged] = 9 * Members });
        receiver.Ledger.BeginRekey(1);
        stream.Write();
        Assert.Equal(Members, receiver.Receive(stream, 0, stream.Count));
        Assert.Equal(0, receiver.Ledger.Outstanding(1));
        Assert.Equal(0, receiver.Receive(stream, 0, stream.Count));
    }
}
