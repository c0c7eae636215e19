using System.Buffers.Binary;

namespace GdoiSim.Group;

/// <summary>The addresses of key servers and of the group's multicast, in the address family of its members.</summary>
public static class GroupAddresses
{
    /// <summary>The UDP port of GDOI at both ends (RFC 6407 section 2).</summary>
    public const ushort Port = 848;

    /// <summary>The address of a key server: 10.255.255.1 and up, or fdff::1 and up.</summary>
    /// <param name="server">Index of the key server.</param>
    /// <param name="family">The family of the group.</param>
    public static byte[] Server(int server, AddressFamily family)
    {
        byte[] address = family == AddressFamily.IPv4 ? [10, 255, 255, 0] : [0xFD, 0xFF, .. new byte[14]];
        Span<byte> low = address.AsSpan(address.Length - sizeof(ushort));
        BinaryPrimitives.WriteUInt16BigEndian(low, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(low) + server + 1));
        return address;
    }

    /// <summary>The group's multicast address: 239.192.0.1 or ff05::1:3.</summary>
    public static byte[] Multicast(AddressFamily family) => family == AddressFamily.IPv4
        ? [239, 192, 0, 1]
        : [0xFF, 0x05, .. new byte[11], 1, 0, 3];
}
