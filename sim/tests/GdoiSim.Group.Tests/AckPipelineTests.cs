using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Group.Tests;

/// <summary>
/// The pipeline by itself: what it remembers of acknowledgements seen before must never change a verdict.
/// </summary>
public class AckPipelineTests
{
    private const int Members = 300;
    private const int Stride = 160;

    [Theory]
    [InlineData(KekAckRequested.KekSha256, AddressFamily.IPv4)]
    [InlineData(KekAckRequested.LkhSha256, AddressFamily.IPv6)]
    [InlineData(KekAckRequested.KekSha512, AddressFamily.IPv6)]
    [InlineData(KekAckRequested.LkhSha512, AddressFamily.IPv4)]
    public void A_verdict_in_a_batch_is_the_one_that_the_datagram_gets_alone(KekAckRequested type, AddressFamily family)
    {
        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var server = new Server(type, family);
        for (int i = 0; i < Members; i += 7)
        {
            server.Ledger.Record(2, i);
        }

        server.Ledger.Remove(5);
        const int count = 2_000;
        byte[] slab = new byte[count * Stride];
        int[] lengths = new int[count];
        var arrivedAt = new SimTime[count];
        for (int i = 0; i < count; i++)
        {
            Span<byte> slot = slab.AsSpan(i * Stride, Stride);
            lengths[i] = server.Write(slot, 1 + random.Next(3), random.Next(Members + 2));
            arrivedAt[i] = new SimTime(random.Next(100));
            Spoil(random, slot, ref lengths[i]);
        }

        var verdicts = new AckVerdict[count];
        AckPipeline pipeline = server.CreatePipeline();
        pipeline.Inspect(slab, Stride, lengths, arrivedAt, verdicts);
        for (int i = 0; i < count; i++)
        {
            var alone = new AckVerdict[1];
            server.CreatePipeline().Inspect(
                slab.AsSpan(i * Stride, Stride), Stride, [lengths[i]], [arrivedAt[i]], alone);
            Assert.True(alone[0] == verdicts[i], $"datagram {i}: {verdicts[i]} in the batch, {alone[0]} alone");
        }

        // Without all of them the comparison would say little.
        Assert.Superset(
            new HashSet<DiscardReason>
            {
                DiscardReason.None, DiscardReason.Duplicate, DiscardReason.HashMismatch, DiscardReason.NotMember,
                DiscardReason.SpiUnknown, DiscardReason.SequenceUnknown,
            },
            verdicts.Select(verdict => verdict.Reason).ToHashSet());
    }

    [Fact]
    public void An_object_identifier_as_long_as_an_address_is_no_address()
    {
        var server = new Server(KekAckRequested.KekSha256, AddressFamily.IPv4);
        byte[] slab = new byte[2 * Stride];
        RekeyMessage message = server.Messages[0];
        int[] lengths = new int[2];
        for (int i = 0; i < 2; i++)
        {
            // One octet of identifier, two length fields: four octets, as an IPv4 address has.
            Assert.True(GroupkeyPushAck.TryWrite(
                slab.AsSpan(i * Stride, Stride),
                new SystemCryptographyProvider(),
                server.AckKeys.Derive(message.RekeySa, 0),
                message.RekeySa.Cookies,
                new SequenceNumber(message.Sequence),
                GroupMemberIdentity.Oid([0x0A]),
                out lengths[i]));
        }

        Assert.Equal(84, lengths[0]);
        var verdicts = new AckVerdict[2];
        server.CreatePipeline().Inspect(slab, Stride, lengths, new SimTime[2], verdicts);
        Assert.All(verdicts, verdict => Assert.Equal(DiscardReason.NotMember, verdict.Reason));
    }

    [Fact]
    public void A_copy_in_the_same_batch_is_accepted_once()
    {
        var server = new Server(KekAckRequested.LkhSha256, AddressFamily.IPv4);
        byte[] slab = new byte[3 * Stride];
        int[] lengths = new int[3];
        for (int i = 0; i < 3; i++)
        {
            lengths[i] = server.Write(slab.AsSpan(i * Stride, Stride), 2, member: 9);
        }

        var verdicts = new AckVerdict[3];
        AckPipeline pipeline = server.CreatePipeline();
        pipeline.Inspect(slab, Stride, lengths, new SimTime[3], verdicts);
        Assert.Equal(1, pipeline.Accept(verdicts));
        Assert.Equal(
            [DiscardReason.None, DiscardReason.Duplicate, DiscardReason.Duplicate],
            verdicts.Select(verdict => verdict.Reason));
        Assert.Equal(Members - 1, server.Ledger.Outstanding(2));
    }

    [Fact]
    public void A_rekey_that_the_ledger_has_forgotten_is_unknown_to_a_pipeline_that_knew_it()
    {
        var server = new Server(KekAckRequested.KekSha256, AddressFamily.IPv4);
        byte[] slab = new byte[Stride];
        int[] lengths = [server.Write(slab, 1, member: 9)];
        var verdicts = new AckVerdict[1];
        AckPipeline pipeline = server.CreatePipeline();
        pipeline.Inspect(slab, Stride, lengths, new SimTime[1], verdicts);
        Assert.Equal(DiscardReason.None, verdicts[0].Reason);
        for (int rekey = server.Messages.Count + 1; rekey <= AckLedger.Window + 1; rekey++)
        {
            server.Ledger.BeginRekey(rekey);
        }

        pipeline.Inspect(slab, Stride, lengths, new SimTime[1], verdicts);
        Assert.Equal(DiscardReason.SequenceUnknown, verdicts[0].Reason);
    }

    // One in two: a bit anywhere, the last octet gone, or the octets of another field.
    private static void Spoil(Random random, Span<byte> slot, ref int length)
    {
        switch (random.Next(8))
        {
            case 0 or 1:
                slot[random.Next(length)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                length--;
                break;
            case 3:
                slot[random.Next(16)]++;
                break;
        }
    }

    /// <summary>A server that has sent three rekeys, the third under a new KEK.</summary>
    private sealed class Server
    {
        private readonly KekAckRequested _type;
        private readonly AddressFamily _family;
        private readonly GroupKeys _keys;

        internal Server(KekAckRequested type, AddressFamily family)
        {
            (_type, _family) = (type, family);
            GroupOptions options = Worlds.Options(Members) with { Acknowledgement = type, AddressFamily = family };
            var streams = new RandomStreams(options.Seed);
            _keys = new GroupKeys(options, streams);
            AckKeys = new AckKeys(_keys, type, family, streams, Members);
            for (int rekey = 1; rekey <= 3; rekey++)
            {
                Ledger.BeginRekey(rekey);
                Messages.Add(_keys.BeginRekey(rekey, replaceKek: rekey == 2));
            }
        }

        internal AckLedger Ledger { get; } = new(0, Members);

        internal AckKeys AckKeys { get; }

        internal List<RekeyMessage> Messages { get; } = [];

        internal AckPipeline CreatePipeline() => new(_keys, Ledger, AckKeys, _type, _family);

        internal int Write(Span<byte> slot, int rekey, int member)
        {
            RekeyMessage message = Messages[rekey - 1];
            Assert.True(GroupkeyPushAck.TryWrite(
                slot,
                new SystemCryptographyProvider(),
                AckKeys.Derive(message.RekeySa, member),
                message.RekeySa.Cookies,
                new SequenceNumber(message.Sequence),
                MemberAddress.Of(member, _family),
                out int length));
            return length;
        }
    }
}
