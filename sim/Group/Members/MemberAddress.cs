using System.Buffers.Binary;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Group;

/// <summary>
/// The members' addresses, given out of one pool in the order of their indices: IPv4 10.0.0.1 and up, IPv6 fd00::1 and
/// up. A key server with such a pool finds the member of an address by subtraction.
/// </summary>
public static class MemberAddress
{
    private const uint IPv4Pool = 10u << 24;

    private static UInt128 IPv6Pool => (UInt128)0xFD << 120;

    /// <summary>The identity that a member registered with.</summary>
    public static GroupMemberIdentity Of(int member, AddressFamily family) => family == AddressFamily.IPv4
        ? GroupMemberIdentity.IPv4(IPv4Pool + (uint)member + 1)
        : GroupMemberIdentity.IPv6(IPv6Pool + (uint)member + 1);

    /// <summary>Writes the octets of a member's address, as an ID payload has them.</summary>
    public static void Write(int member, AddressFamily family, Span<byte> destination)
    {
        if (family == AddressFamily.IPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, IPv4Pool + (uint)member + 1);
        }
        else
        {
            BinaryPrimitives.WriteUInt128BigEndian(destination, IPv6Pool + (uint)member + 1);
        }
    }

    /// <summary>
    /// The member that an acknowledgement's identity names by its place in the pool, or -1 if it is none of the
    /// family's addresses in the pool's range.
    /// </summary>
    public static int Find(in GroupkeyPushAck acknowledgement, AddressFamily family)
    {
        IdentificationType type = family == AddressFamily.IPv4
            ? IdentificationType.IPv4Address
            : IdentificationType.IPv6Address;
        return acknowledgement.IdentityType == type ? Find(acknowledgement.IdentificationData, family) : -1;
    }

    /// <summary>The member of an address by its place in the pool, or -1 if it is not in the pool's range.</summary>
    /// <param name="address">The octets of an address of the family.</param>
    /// <param name="family">The family.</param>
    public static int Find(ReadOnlySpan<byte> address, AddressFamily family)
    {
        if (family == AddressFamily.IPv4)
        {
            uint offset = BinaryPrimitives.ReadUInt32BigEndian(address) - IPv4Pool - 1;
            return offset < GroupOptions.MaximumMembers ? (int)offset : -1;
        }

        UInt128 distance = BinaryPrimitives.ReadUInt128BigEndian(address) - IPv6Pool - 1;
        return distance < GroupOptions.MaximumMembers ? (int)distance : -1;
    }
}
