using GdoiSim.Analysis.Calibration;
using GdoiSim.Group;
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

    [Theory]
    [InlineData(KekAckRequested.KekSha256)]
    [InlineData(KekAckRequested.LkhSha512)]
    public void Lanes_allocate_nothing_whether_they_write_or_check(KekAckRequested type)
    {
        const int count = 1_000;
        var group = new MeasuredGroup(count, type, seed: 1);
        AckHashing hashing = group.AckKeys.CreateHashing();
        var stream = new ReceivedAcknowledgements(
            group, 0, count, new Dictionary<AckKind, int> { [AckKind.Good] = count });
        AckSlot[] entries = [.. Enumerable.Range(0, count).Select(i => new AckSlot(i, i, 0, default))];
        int[] numbers = [.. Enumerable.Range(0, count)];
        byte[] slab = new byte[count * stream.Stride];
        byte[] valid = new byte[count];
        long allocated = 0;
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            hashing.Write(slab, stream.Stride, entries);
            hashing.Check(slab, stream.Stride, entries, valid);
            hashing.Check(slab, stream.Stride, numbers, numbers, 0, valid);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        Assert.All(valid, one => Assert.Equal(1, one));
    }

    [Fact]
    public void The_ledger_takes_a_bit_a_member_and_rekey()
    {
        // A bit for the rekey, one for what was before it, and what every array has.
        const int small = 64_000, large = 640_000;
        long grown = LedgerOctets(large) - LedgerOctets(small);
        Assert.InRange(grown, (large - small) / 8, (2 * (large - small) / 8) + 64);

        static long LedgerOctets(int members)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var ledger = new AckLedger(0, members);
            ledger.BeginRekey(1);
            ledger.Record(1, members - 1);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_larger_group_has_no_more_state_a_member_and_no_pipeline_that_grows()
    {
        // The pipeline of a group of 50,000 holds what that of 500 does: its memory is that of a batch.
        Assert.Equal(PipelineOctets(500), PipelineOctets(50_000));

        static long PipelineOctets(int members)
        {
            var group = new MeasuredGroup(members, KekAckRequested.KekSha256, seed: 1);
            var ledger = new AckLedger(0, members);
            ledger.BeginRekey(1);
            var stream = new ReceivedAcknowledgements(
                group, 0, members, new Dictionary<AckKind, int> { [AckKind.Good] = 500 });
            stream.Write();
            var verdicts = new AckVerdict[500];
            var arrivedAt = new Kernel.SimTime[500];
            group.AckKeys.CreateHashing().Check(stream.Slab, stream.Stride, [new(0, 0, 0, default)], new byte[1]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            AckPipeline pipeline = group.CreatePipeline(ledger);
            pipeline.Inspect(stream.Slab, stream.Stride, stream.Lengths, arrivedAt, verdicts);
            long octets = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.All(verdicts, verdict => Assert.Equal(DiscardReason.None, verdict.Reason));
            return octets;
        }
    }
}
