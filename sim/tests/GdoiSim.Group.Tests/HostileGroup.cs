using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Group.Tests;

/// <summary>
/// A key server that has sent three rekeys, the second of which replaces the KEK, and members that took none of them;
/// what somebody may send to either side.
/// </summary>
internal sealed class HostileGroup
{
    public const int A = 3;
    public const int B = 8;
    private const int Members = 50;

    private readonly SystemCryptographyProvider _provider = new();
    private readonly GroupKeys _keys;
    private readonly AckKeys _ackKeys;
    private readonly AckPipeline _pipeline;
    private readonly MemberTable _members;

    public HostileGroup(KekAckRequested type, ulong seed = 7, KekAckRequested? policy = null)
    {
        GroupOptions options = Worlds.Options(Members) with { Acknowledgement = type, Seed = seed };
        var streams = new RandomStreams(seed);
        _keys = new GroupKeys(options, streams);
        _ackKeys = new AckKeys(_keys, type, AddressFamily.IPv4, streams, Members);
        for (int rekey = 1; rekey <= 3; rekey++)
        {
            Ledger.BeginRekey(rekey);
            Messages.Add(_keys.BeginRekey(rekey, replaceKek: rekey == 2));
        }

        _members = new MemberTable(new byte[Members], type);
        _pipeline = new AckPipeline(_keys, Ledger, _ackKeys, policy ?? type, AddressFamily.IPv4);
    }

    public AckLedger Ledger { get; } = new(0, Members);

    public List<RekeyMessage> Messages { get; } = [];

    /// <summary>An acknowledgement of a rekey, made with the keys of one member and the identity of another.</summary>
    /// <param name="rekey">The rekey: its cookies and sequence number.</param>
    /// <param name="by">Whose key.</param>
    /// <param name="name">Whose identity; the same if null.</param>
    /// <param name="sequence">Another sequence number.</param>
    /// <param name="cookies">Other cookies, which the key is derived with, too.</param>
    public byte[] Acknowledge(
        int rekey, int by = A, int? name = null, uint? sequence = null, Cookies? cookies = null)
    {
        RekeyMessage message = Messages[rekey - 1];
        GroupMemberIdentity identity = MemberAddress.Of(name ?? by, AddressFamily.IPv4);
        AckKey key = _ackKeys.Derive(message.RekeySa, by);
        var octets = new byte[GroupkeyPushAck.LengthOf(key.Prf, identity)];
        Assert.True(GroupkeyPushAck.TryWrite(
            octets, _provider, key, cookies ?? message.RekeySa.Cookies,
            new SequenceNumber(sequence ?? message.Sequence), identity, out _));
        return octets;
    }

    /// <summary>The octets of a rekey's PUSH.</summary>
    public byte[] Push(int rekey) => Messages[rekey - 1].Octets.ToArray();

    /// <summary>The key server's word on a datagram, which it also records.</summary>
    public DiscardReason Receive(byte[] acknowledgement, long atSeconds = 1)
    {
        var verdicts = new AckVerdict[1];
        _pipeline.Inspect(
            acknowledgement, acknowledgement.Length, [acknowledgement.Length], [new SimTime(atSeconds * 1_000_000_000)],
            verdicts);
        _pipeline.Accept(verdicts);
        return verdicts[0].Reason;
    }

    /// <summary>Member A's word on a PUSH.</summary>
    public PushVerdict ReceivePush(
        byte[] datagram, RekeySa under, DuplicateReaction onDuplicate = DuplicateReaction.Drop) =>
        _members.Receive(A, under, _keys.Read(datagram, under), new SimTime(1), onDuplicate);
}
