using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Group;

/// <summary>
/// What a member with keys of a hierarchy does with a PUSH beyond its table: takes new keys from update arrays, and
/// tries the keys that it has where the table knows of none. One worker's.
/// </summary>
internal sealed class HierarchyDelivery
{
    private readonly GroupState _group;
    private readonly KeyHierarchy _hierarchy;
    private readonly SystemCryptographyProvider _provider = new();
    private byte[] _workspace = [];

    internal HierarchyDelivery(GroupState group, KeyHierarchy hierarchy)
    {
        _group = group;
        _hierarchy = hierarchy;
    }

    /// <summary>Goes on where <see cref="MemberTable.Receive"/> has given its verdict.</summary>
    /// <param name="transmission">The datagram.</param>
    /// <param name="reading">What it says to a holder of its KEK.</param>
    /// <param name="member">The member.</param>
    /// <param name="held">Generation of the TEK that it held before.</param>
    /// <param name="verdict">The table's.</param>
    internal PushVerdict Take(
        PushTransmission transmission, in PushReading reading, int member, int held, PushVerdict verdict)
    {
        if (verdict.Reason == DiscardReason.SpiUnknown && _hierarchy.KeysOf(member) is { } keys)
        {
            // It knows no KEK of that SA; that the newest one it has does not open the message, the octets say.
            DiscardReason reason = TryOpen(transmission.Octets.Span, keys.GroupKek);
            return reason != DiscardReason.None
                ? verdict with { Reason = reason }
                : throw new InvalidOperationException(
                    $"member {member + 1} opens rekey {transmission.Rekey} with a key that its table does not know");
        }

        if (verdict.Reason != DiscardReason.None || reading.Updates is not { } updates)
        {
            return verdict;
        }

        RekeySa replacement = _group.Keys.RekeySaOf(reading.UpdatedKek);
        if (_hierarchy.Apply(member, updates, replacement, _provider))
        {
            _group.Members.ReplaceKek(member, replacement.Generation, reading.Acknowledgement);
        }

        if (_group.Keys.IsSameTek(held, transmission.Rekey))
        {
            _group.Members.KeepTek(member, transmission.Rekey);
        }

        return verdict;
    }

    /// <summary>Why a key does not open a message; none if it does.</summary>
    internal DiscardReason TryOpen(ReadOnlySpan<byte> datagram, Kek key)
    {
        int needed = datagram.Length + GroupkeyPush.WorkspaceOverhead;
        if (_workspace.Length < needed)
        {
            _workspace = new byte[needed];
        }

        return GroupkeyPush.TryOpen(datagram, key, _provider, _workspace, out _);
    }
}
