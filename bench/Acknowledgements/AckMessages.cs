using GdoiSim.Analysis.Calibration;
using GdoiSim.Group;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Bench.Acknowledgements;

/// <summary>Members of a group that answer one rekey: who, with which key, in which slot.</summary>
internal sealed class AckMessages
{
    /// <summary>Acknowledgements at a time.</summary>
    public const int Count = 4096;

    private const int AddressOctets = 4;

    private readonly MeasuredGroup _group;
    private readonly AckHashing _hashing;
    private readonly AckKey[] _keys;
    private readonly AckSlot[] _entries = new AckSlot[Count];
    private readonly byte[] _slab;
    private readonly byte[] _template;
    private readonly byte[] _valid = new byte[Count];
    private readonly int _stride;
    private readonly Random _order = new(1);

    public AckMessages(KekAckRequested type, int members)
    {
        _group = new MeasuredGroup(members, type, seed: 1);
        _hashing = _group.AckKeys.CreateHashing();
        _keys = new AckKey[type.UsesLeafKey() ? members : 1];
        for (int i = 0; i < _keys.Length; i++)
        {
            _keys[i] = _group.AckKeys.Derive(_group.Present.RekeySa, i);
        }

        _stride = GroupkeyPushAck.LengthOf(type.Prf(), MemberAddress.Of(0, AddressFamily.IPv4));
        _slab = new byte[Count * _stride];
        _template = new byte[_stride];
        _ = GroupkeyPushAck.TryWriteWithoutHash(
            _template, type.Prf(), Cookies, Sequence, MemberAddress.Of(0, AddressFamily.IPv4), out _);
        DrawSenders();
        BuildInLanes();
    }

    private Cookies Cookies => _group.Present.RekeySa.Cookies;

    private SequenceNumber Sequence => new(_group.Present.Sequence);

    /// <summary>Chooses other members, so that their keys come from memory.</summary>
    public void DrawSenders()
    {
        for (int i = 0; i < Count; i++)
        {
            _entries[i] = new AckSlot(i, _order.Next(_group.Members), 0, AckLengthField.Block);
        }
    }

    public void BuildInLanes()
    {
        for (int i = 0; i < Count; i++)
        {
            Span<byte> slot = Slot(i);
            _template.CopyTo(slot);
            MemberAddress.Write(_entries[i].Member, AddressFamily.IPv4, slot[^AddressOctets..]);
        }

        _hashing.Write(_slab, _stride, _entries);
    }

    public void Build(ICryptographyProvider provider)
    {
        for (int i = 0; i < Count; i++)
        {
            int member = _entries[i].Member;
            GroupMemberIdentity identity = MemberAddress.Of(member, AddressFamily.IPv4);
            GroupkeyPushAck.TryWrite(Slot(i), provider, Key(member), Cookies, Sequence, identity, out _);
        }
    }

    public int VerifyInLanes()
    {
        _hashing.Check(_slab, _stride, _entries, _valid);
        return _valid.AsSpan().Count((byte)1);
    }

    public int Verify(ICryptographyProvider provider)
    {
        int valid = 0;
        for (int i = 0; i < Count; i++)
        {
            bool isValid = GroupkeyPushAck.TryParse(Slot(i), out GroupkeyPushAck message) == DiscardReason.None
                && message.Verify(provider, Key(_entries[i].Member)) == DiscardReason.None;
            valid += isValid ? 1 : 0;
        }

        return valid;
    }

    private Span<byte> Slot(int slot) => _slab.AsSpan(slot * _stride, _stride);

    private ref readonly AckKey Key(int member) => ref _keys[_keys.Length == 1 ? 0 : member];
}
