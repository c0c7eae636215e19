using GdoiSim.Analysis.Calibration;
using GdoiSim.Protocol;
using Xunit;

namespace GdoiSim.Analysis.Tests.Calibration;

/// <summary>What must not creep in: memory for each datagram, or state that grows with the group.</summary>
public class PipelineGuardTests
{
    private static readonly AckKind[] _kinds = Enum.GetValues<AckKind>();

    [Theory]
    [InlineData(KekAckRequested.KekSha256)]
    [InlineData(KekAckRequested.LkhSha256)]
    [InlineData(KekAckRequested.KekSha512)]
    [InlineData(KekAckRequested.LkhSha512)]
    public void Taking_datagrams_of_any_kind_allocates_nothing(KekAckRequested type)
    {
        const int members = 4_000;
        var group = new MeasuredGroup(members, type, seed: 1);
        var receiver = new AckReceiver(group, 0, members);
        var stream = new ReceivedAcknowledgements(
            group, 0, members, _kinds.ToDictionary(kind => kind, _ => members));
        receiver.Ledger.BeginRekey(1);
        stream.Write();
        receiver.Receive(stream, 0, stream.Count);
        group.BeginRekey();
        receiver.Ledger.BeginRekey(2);
        stream.Write();

        long before = GC.GetAllocatedBytesForCurrentThread();
        int accepted = receiver.Receive(stream, 0, stream.Count);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(members, accepted);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_larger_group_has_no_more_state_a_member_and_no_pipeline_that_grows()
    {
        // The pipeline of a group of 50,000 holds what that of 500 does: its memory is that of a batch.
        Assert.Equal(PipelineOctets(500), PipelineOctets(50_000));

        static long PipelineOctets(int members)
        {
            var group = new MeasuredGroup(members, KekAckRequested.KekSha256, seed: 1);
            var ledger = new Group.AckLedger(0, members);
            ledger.BeginRekey(1);
            var stream = new ReceivedAcknowledgements(
                group, 0, members, new Dictionary<AckKind, int> { [AckKind.Good] = 500 });
            stream.Write();
            var verdicts = new Group.AckVerdict[500];
            var arrivedAt = new Kernel.SimTime[500];
            group.AckKeys.CreateHashing().Check(stream.Slab, stream.Stride, [new(0, 0, 0, default)], new byte[1]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Group.AckPipeline pipeline = group.CreatePipeline(ledger);
            pipeline.Inspect(stream.Slab, stream.Stride, stream.Lengths, arrivedAt, verdicts);
            long octets = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.All(verdicts, verdict => Assert.Equal(DiscardReason.None, verdict.Reason));
            return octets;
        }
    }
}
