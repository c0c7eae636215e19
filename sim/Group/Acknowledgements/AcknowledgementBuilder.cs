using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using GdoiSim.Kernel;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Group;

/// <summary>
/// Makes the octets of members' acknowledgements, a batch at a time. They are a function of what a member knew when it
/// sent (the PUSH, its key, its address), so they are made when the batch that carries them reaches its server, and
/// live from then to the verdict; those of lost acknowledgements are made where they are lost. One object is one
/// worker's.
/// </summary>
internal sealed class AcknowledgementBuilder
{
    private readonly GroupState _group;
    private readonly AckHashing? _hashing;
    private readonly int _addressOctets;
    private readonly PrfAlgorithm _prf;
    private AckSlot[] _slots = [];

    internal AcknowledgementBuilder(GroupState group)
    {
        _group = group;
        _addressOctets = group.Options.AddressFamily == AddressFamily.IPv4 ? 4 : 16;
        if (group.Options.Acknowledgement == KekAckRequested.None)
        {
            return;
        }

        _prf = group.Options.Acknowledgement.Prf();
        _hashing = group.AckKeys.CreateHashing();
        Octets = GroupkeyPushAck.LengthOf(_prf, MemberAddress.Of(0, group.Options.AddressFamily));
    }

    /// <summary>Octets of every acknowledgement of the group; 0 if the policy asks for none.</summary>
    internal int Octets { get; }

    /// <summary>Builds the acknowledgements of a batch, one a slot.</summary>
    /// <param name="arrivals">Events that name members and transmissions.</param>
    /// <param name="slab">Slots of <see cref="Octets"/> octets.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Build(ReadOnlySpan<Event> arrivals, Span<byte> slab)
    {
        if (_slots.Length < arrivals.Length)
        {
            _slots = new AckSlot[arrivals.Length];
        }

        int addressAt = Octets - _addressOctets;
        AddressFamily family = _group.Options.AddressFamily;
        int latest = -1;
        int kekGeneration = 0;
        ReadOnlySpan<byte> template = default;
        for (int i = 0; i < arrivals.Length; i++)
        {
            int member = arrivals[i].Entity;
            int answered = ArrivalEvent.Transmission(arrivals[i]);
            if (answered != latest)
            {
                latest = answered;
                PushTransmission transmission = _group.Transmissions[answered];
                kekGeneration = transmission.RekeySa.Generation;
                template = TemplateOf(transmission);
            }

            Span<byte> slot = slab.Slice(i * Octets, Octets);
            template.CopyTo(slot);
            MemberAddress.Write(member, family, slot[addressAt..]);
            _slots[i] = new AckSlot(i, member, kekGeneration, _group.Population.Profile(member).AckLengthField);
        }

        _hashing!.Write(slab, Octets, _slots.AsSpan(0, arrivals.Length));
    }

    /// <summary>The first octets of an acknowledgement's HASH, which a fingerprint keeps of it.</summary>
    internal ulong Digest(ReadOnlySpan<byte> slab, int slot) =>
        BinaryPrimitives.ReadUInt64BigEndian(slab[((slot * Octets) + GroupkeyPushAck.HashOffset)..]);

    // All acknowledgements of one PUSH differ in HASH and address alone.
    private byte[] TemplateOf(PushTransmission transmission)
    {
        if (transmission.AcknowledgementTemplate is byte[] made)
        {
            return made;
        }

        byte[] template = new byte[Octets];
        GroupkeyPushAck.TryWriteWithoutHash(
            template,
            _prf,
            transmission.RekeySa.Cookies,
            new SequenceNumber(transmission.Sequence),
            MemberAddress.Of(0, _group.Options.AddressFamily),
            out _);
        transmission.AcknowledgementTemplate = template;
        return template;
    }
}
