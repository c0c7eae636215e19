using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Group;

/// <summary>
/// The acknowledgement keys of a group, whatever its prf; gives each worker its own access to the lanes.
/// </summary>
public sealed class AckKeys
{
    private readonly AckKeyRing<HmacState256>? _keys256;
    private readonly AckKeyRing<HmacState512>? _keys512;
    private readonly int _messageLength;

    /// <summary>The keys of a group.</summary>
    /// <param name="keys">Its rekey SAs.</param>
    /// <param name="requested">The kind of acknowledgement that its policy asks for.</param>
    /// <param name="family">Address family of its members.</param>
    /// <param name="streams">Where leaf keys come from.</param>
    /// <param name="members">Size of the group.</param>
    public AckKeys(
        GroupKeys keys, KekAckRequested requested, AddressFamily family, RandomStreams streams, int members)
    {
        // SEQ 8, ID 8 and the address: what HASH covers (RFC 8263 section 3.2).
        _messageLength = family == AddressFamily.IPv4 ? 20 : 32;
        switch (requested)
        {
            case KekAckRequested.KekSha256 or KekAckRequested.LkhSha256:
                _keys256 = new AckKeyRing<HmacState256>(keys, requested, streams, members);
                break;
            case KekAckRequested.KekSha512 or KekAckRequested.LkhSha512:
                _keys512 = new AckKeyRing<HmacState512>(keys, requested, streams, members);
                break;
        }
    }

    /// <summary>Access for one worker.</summary>
    /// <exception cref="InvalidOperationException">The policy asks for no acknowledgements.</exception>
    public AckHashing CreateHashing()
    {
        if (_keys256 is not null)
        {
            return new AckHashing<HmacState256>(_keys256, _messageLength);
        }

        return _keys512 is not null
            ? new AckHashing<HmacState512>(_keys512, _messageLength)
            : throw new InvalidOperationException("the policy asks for no acknowledgements");
    }

    /// <summary>The ack_key of a member, for those who verify without the lanes.</summary>
    /// <param name="rekeySa">The SA whose KEK protects the PUSH.</param>
    /// <param name="member">The member; under the KEK types all have the same key.</param>
    /// <param name="reading">How L is read.</param>
    /// <exception cref="InvalidOperationException">The policy asks for no acknowledgements.</exception>
    public AckKey Derive(RekeySa rekeySa, int member, AckLengthField reading = AckLengthField.Block) =>
        _keys256?.Derive(rekeySa, member, reading)
        ?? _keys512?.Derive(rekeySa, member, reading)
        ?? throw new InvalidOperationException("the policy asks for no acknowledgements");

    /// <summary>A member's leaf key; null if all members acknowledge with the KEK.</summary>
    internal byte[]? LeafKey(int member) =>
        _keys256 is { IsPerMember: true } ? _keys256.LeafKey(member)
        : _keys512 is { IsPerMember: true } ? _keys512.LeafKey(member)
        : null;
}
