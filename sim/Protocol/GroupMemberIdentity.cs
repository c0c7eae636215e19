using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol;

/// <summary>
/// Who acknowledges: the identification data of an acknowledgement's ID payload, an IPv4 or IPv6 address or an object
/// identifier (RFC 8263 section 3.4; RFC 8052 section 2.1). A value: equal when type and octets are equal.
/// The default value is the IPv4 address 0.0.0.0.
/// </summary>
public readonly struct GroupMemberIdentity : IEquatable<GroupMemberIdentity>
{
    private readonly UInt128 _address;
    private readonly byte[]? _oid;
    private readonly bool _isIPv6;

    private GroupMemberIdentity(UInt128 address, bool isIPv6, byte[]? oid)
    {
        _address = address;
        _isIPv6 = isIPv6;
        _oid = oid;
    }

    /// <summary>ID_IPV4_ADDR, ID_IPV6_ADDR or ID_OID.</summary>
    public IdentificationType Type => _oid is not null
        ? IdentificationType.Oid
        : _isIPv6 ? IdentificationType.IPv6Address : IdentificationType.IPv4Address;

    /// <summary>Octets of the identification data: 4, 16, or those of the object identifier with its lengths.</summary>
    public int Length => _oid?.Length ?? (_isIPv6 ? 16 : 4);

    public static bool operator ==(in GroupMemberIdentity left, in GroupMemberIdentity right) => left.Equals(right);

    public static bool operator !=(in GroupMemberIdentity left, in GroupMemberIdentity right) => !left.Equals(right);

    /// <summary>An IPv4 address.</summary>
    /// <param name="address">The address as a big-endian number: 10.0.0.1 is 0x0a000001.</param>
    public static GroupMemberIdentity IPv4(uint address) => new(address, isIPv6: false, oid: null);

    /// <summary>An IPv6 address.</summary>
    /// <param name="address">The address as a big-endian number: ::1 is 1.</param>
    public static GroupMemberIdentity IPv6(UInt128 address) => new(address, isIPv6: true, oid: null);

    /// <summary>An object identifier (RFC 8052 section 2.1). The octets are copied.</summary>
    /// <param name="oid">The DER octets of the object identifier, at most 255.</param>
    /// <param name="oidSpecificPayload">The DER octets that go with it, or none; at most 65,535.</param>
    /// <exception cref="ArgumentException">One of them is too long, or the identifier is empty.</exception>
    public static GroupMemberIdentity Oid(ReadOnlySpan<byte> oid, ReadOnlySpan<byte> oidSpecificPayload = default)
    {
        if (oid.Length is < 1 or > byte.MaxValue)
        {
            throw new ArgumentException($"object identifier of {oid.Length} octets; allowed: 1 to 255", nameof(oid));
        }

        if (oidSpecificPayload.Length > ushort.MaxValue)
        {
            throw new ArgumentException(
                $"{oidSpecificPayload.Length} octets; allowed: 0 to 65535", nameof(oidSpecificPayload));
        }

        // OID length (1) | OID | OID-specific payload length (2) | OID-specific payload: RFC 8052 figure 2.
        var octets = new byte[1 + oid.Length + 2 + oidSpecificPayload.Length];
        octets[0] = (byte)oid.Length;
        oid.CopyTo(octets.AsSpan(1));
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(1 + oid.Length), (ushort)oidSpecificPayload.Length);
        oidSpecificPayload.CopyTo(octets.AsSpan(1 + oid.Length + 2));
        return new(default, isIPv6: false, octets);
    }

    /// <summary>
    /// Takes type and identification data as an ID payload has them. Only an object identifier is copied to the heap.
    /// </summary>
    /// <returns><see cref="DiscardReason.None"/>, or why this cannot name a member.</returns>
    public static DiscardReason TryRead(
        IdentificationType type, ReadOnlySpan<byte> identificationData, out GroupMemberIdentity identity)
    {
        identity = default;
        DiscardReason reason = CheckData(type, identificationData);
        if (reason == DiscardReason.None)
        {
            identity = type switch
            {
                IdentificationType.IPv4Address => IPv4(BinaryPrimitives.ReadUInt32BigEndian(identificationData)),
                IdentificationType.IPv6Address => IPv6(BinaryPrimitives.ReadUInt128BigEndian(identificationData)),
                IdentificationType.Oid => new(default, isIPv6: false, identificationData.ToArray()),
                _ => throw new UnreachableException(),
            };
        }

        return reason;
    }

    /// <summary>Writes the identification data.</summary>
    /// <returns>
    /// False if <paramref name="destination"/> is shorter than <see cref="Length"/>; nothing is written.
    /// </returns>
    public bool TryWrite(Span<byte> destination)
    {
        if (_oid is not null)
        {
            return _oid.AsSpan().TryCopyTo(destination);
        }

        return _isIPv6
            ? BinaryPrimitives.TryWriteUInt128BigEndian(destination, _address)
            : BinaryPrimitives.TryWriteUInt32BigEndian(destination, (uint)_address);
    }

    public bool Equals(GroupMemberIdentity other) =>
        _address == other._address
        && _isIPv6 == other._isIPv6
        && (_oid is null) == (other._oid is null)
        && _oid.AsSpan().SequenceEqual(other._oid);

    public override bool Equals(object? obj) => obj is GroupMemberIdentity other && Equals(other);

    /// <summary>The same in every process: it depends on the value alone.</summary>
    public override int GetHashCode()
    {
        uint hash = (uint)Type * 0x9E3779B1;
        for (int shift = 0; shift < 128; shift += 32)
        {
            hash = (hash ^ (uint)(_address >> shift)) * 0x85EBCA6B;
            hash ^= hash >> 15;
        }

        foreach (byte octet in _oid.AsSpan())
        {
            hash = (hash ^ octet) * 0x01000193;
        }

        return (int)hash;
    }

    /// <summary>The address in its usual text form, or "oid:" and the octets in hexadecimal.</summary>
    public override string ToString()
    {
        if (_oid is not null)
        {
            return "oid:" + Convert.ToHexStringLower(_oid);
        }

        Span<byte> octets = stackalloc byte[Length];
        TryWrite(octets);
        return new IPAddress(octets).ToString();
    }

    /// <summary>Whether type and data can name a member: RFC 8263 section 3.4, RFC 8052 section 2.1.</summary>
    internal static DiscardReason CheckData(IdentificationType type, ReadOnlySpan<byte> data) => type switch
    {
        IdentificationType.IPv4Address => data.Length == 4 ? DiscardReason.None : DiscardReason.IdentityLength,
        IdentificationType.IPv6Address => data.Length == 16 ? DiscardReason.None : DiscardReason.IdentityLength,
        IdentificationType.Oid => CheckOid(data),
        _ => DiscardReason.IdentityType,
    };

    private static DiscardReason CheckOid(ReadOnlySpan<byte> data)
    {
        // OID length (1) | OID | OID-specific payload length (2) | OID-specific payload, and nothing after it.
        if (data.IsEmpty || data[0] == 0 || data.Length < 1 + data[0] + 2)
        {
            return DiscardReason.OidLength;
        }

        int specificLength = BinaryPrimitives.ReadUInt16BigEndian(data[(1 + data[0])..]);
        return data.Length == 1 + data[0] + 2 + specificLength ? DiscardReason.None : DiscardReason.OidLength;
    }
}
