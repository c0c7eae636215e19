using GdoiSim.Kernel;
using GdoiSim.Protocol;

namespace GdoiSim.Group;

/// <summary>
/// The lasting state of all group members, as columns: what a registered member knows of its rekey SA, its traffic key
/// and its duties (RFC 6407 section 4.4, RFC 8263 section 4). Eighteen octets a member; what can be derived from the
/// seed and the index (address, base latency, leaf key) is not kept.
/// </summary>
public sealed class MemberTable
{
    /// <summary>Largest number of a KEK: 16 bits, the highest of which means none.</summary>
    internal const int MaximumKekGeneration = NoKek - 1;

    /// <summary>The TEK generation of a member that has never registered.</summary>
    internal const int NoTek = -1;

    private const ushort NoKek = ushort.MaxValue;

    // In the column of the acknowledgement type: the member has accepted a rekey since it registered.
    private const byte HasAccepted = 0x80;
    private const byte TypeMask = 0x7F;

    private readonly uint[] _sequence;
    private readonly uint[] _replacedSequence;
    private readonly int[] _tek;
    private readonly ushort[] _kek;
    private readonly ushort[] _replacedKek;
    private readonly byte[] _profile;
    private readonly byte[] _acknowledgement;

    /// <summary>Members that hold the KEK and the TEK of generation 0, registered under the group's policy.</summary>
    /// <param name="profiles">Profile of each member, by index.</param>
    /// <param name="acknowledgement">KEK_ACK_REQUESTED of the SA KEK that they registered with.</param>
    public MemberTable(byte[] profiles, KekAckRequested acknowledgement)
    {
        _profile = profiles;
        _sequence = new uint[profiles.Length];
        _replacedSequence = new uint[profiles.Length];
        _tek = new int[profiles.Length];
        _kek = new ushort[profiles.Length];
        _replacedKek = new ushort[profiles.Length];
        Array.Fill(_replacedKek, NoKek);
        _acknowledgement = new byte[profiles.Length];
        Array.Fill(_acknowledgement, (byte)acknowledgement);
    }

    /// <summary>Number of members.</summary>
    public int Count => _profile.Length;

    /// <summary>Octets of lasting state a member in this table.</summary>
    public static int OctetsPerMember => (2 * sizeof(uint)) + sizeof(int) + (2 * sizeof(ushort)) + 2;

    /// <summary>Index of a member's profile.</summary>
    public int Profile(int member) => _profile[member];

    /// <summary>Profile of each member, by index.</summary>
    public ReadOnlySpan<byte> Profiles => _profile;

    /// <summary>Generation of the newest TEK that a member holds: the number of the rekey that brought it.</summary>
    public int TekGeneration(int member) => _tek[member];

    /// <summary>Generation of the KEK under which a member takes the next rekey.</summary>
    public int KekGeneration(int member) => _kek[member];

    /// <summary>
    /// Takes a PUSH in the order of RFC 6407 section 4.4: cookies, decryption and form, sequence number, signature;
    /// then installs what it brings.
    /// </summary>
    /// <param name="member">The member.</param>
    /// <param name="rekeySa">The rekey SA that the datagram's cookies name.</param>
    /// <param name="reading">What the datagram says once decrypted under that SA's KEK.</param>
    /// <param name="at">The instant of its arrival.</param>
    /// <param name="onDuplicate">What this member does with a copy of the one it accepted last.</param>
    /// <returns>Why it was discarded, or that it was accepted, and whether an acknowledgement is due.</returns>
    public PushVerdict Receive(
        int member, RekeySa rekeySa, in PushReading reading, SimTime at, DuplicateReaction onDuplicate)
    {
        bool current = _kek[member] == rekeySa.Generation;
        if (!current && (_replacedKek[member] != rekeySa.Generation || at > rekeySa.KeptUntil))
        {
            return new PushVerdict(DiscardReason.SpiUnknown, false);
        }

        if (reading.Form != DiscardReason.None)
        {
            return new PushVerdict(reading.Form, false);
        }

        uint last = current ? _sequence[member] : _replacedSequence[member];
        if (reading.Sequence <= last)
        {
            bool latest = reading.Sequence == last && (current || _sequence[member] == 0)
                && (_acknowledgement[member] & HasAccepted) != 0;
            bool answers = latest && onDuplicate == DuplicateReaction.Reacknowledge
                && reading.Signature == DiscardReason.None && IsAsked(member);
            return new PushVerdict(DiscardReason.Replay, answers);
        }

        if (reading.Signature != DiscardReason.None)
        {
            return new PushVerdict(reading.Signature, false);
        }

        Install(member, current, reading);
        return new PushVerdict(DiscardReason.None, IsAsked(member));
    }

    /// <summary>
    /// Gives a member what a registration downloads (RFC 6407 section 3.2): the current KEK with the sequence number
    /// last used under it, and the current TEK.
    /// </summary>
    public void Register(
        int member, int kekGeneration, uint sequence, int tekGeneration, KekAckRequested acknowledgement)
    {
        _kek[member] = (ushort)kekGeneration;
        _replacedKek[member] = NoKek;
        _sequence[member] = sequence;
        _replacedSequence[member] = 0;
        _tek[member] = tekGeneration;
        _acknowledgement[member] = (byte)acknowledgement;
    }

    /// <summary>Takes all keys of a member: it has not registered yet.</summary>
    public void Unregister(int member)
    {
        _kek[member] = NoKek;
        _replacedKek[member] = NoKek;
        _tek[member] = NoTek;
    }

    /// <summary>Replaces the KEK of a member; the replaced one is kept until the key server drops it.</summary>
    /// <param name="member">The member.</param>
    /// <param name="kekGeneration">Generation of the new one; nothing happens unless it is newer.</param>
    /// <param name="acknowledgement">KEK_ACK_REQUESTED of its SA.</param>
    public void ReplaceKek(int member, int kekGeneration, KekAckRequested acknowledgement)
    {
        if (kekGeneration <= _kek[member])
        {
            return;
        }

        // A rekey that brings a KEK is numbered under the one it replaces; the new one counts from 1 (section 4.3).
        _replacedKek[member] = _kek[member];
        _replacedSequence[member] = _sequence[member];
        _kek[member] = (ushort)kekGeneration;
        _sequence[member] = 0;
        _acknowledgement[member] = (byte)((byte)acknowledgement | (_acknowledgement[member] & HasAccepted));
    }

    /// <summary>Notes that the TEK which a member holds is that of a later generation too.</summary>
    public void KeepTek(int member, int generation) => _tek[member] = Math.Max(_tek[member], generation);

    private bool IsAsked(int member) => (_acknowledgement[member] & TypeMask) != 0;

    private void Install(int member, bool current, in PushReading reading)
    {
        if (current)
        {
            _sequence[member] = reading.Sequence;
        }
        else
        {
            _replacedSequence[member] = reading.Sequence;
        }

        if (reading.TekGeneration > _tek[member])
        {
            _tek[member] = reading.TekGeneration;
        }

        if (reading.KekGeneration is int next)
        {
            ReplaceKek(member, next, reading.Acknowledgement);
        }

        _acknowledgement[member] |= HasAccepted;
    }
}

/// <summary>What a member made of a PUSH.</summary>
/// <param name="Reason"><see cref="DiscardReason.None"/> if it was accepted and installed.</param>
/// <param name="Acknowledges">Whether the protocol makes it answer; its profile may still stay silent.</param>
public readonly record struct PushVerdict(DiscardReason Reason, bool Acknowledges);
