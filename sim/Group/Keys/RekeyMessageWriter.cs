using System.Buffers.Binary;
using GdoiSim.Kernel;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Group;

/// <summary>
/// Writes the group's policy and keys as a GROUPKEY-PUSH (RFC 6407 sections 4 and 5): names
/// the new ESP SA, and a new rekey SA if there is one, with KEK_ACK_REQUESTED as RFC 8263 section 5 wants it.
/// </summary>
internal sealed class RekeyMessageWriter
{
    // Values of the IPsec registries (RFC 2407 section 4.4.4, 4.5; RFC 3602; RFC 4868).
    private const byte UdpProtocol = 17;
    private const byte EspAes = 12;
    private const ushort TunnelMode = 1;
    private const ushort HmacSha256 = 5;
    private const int LargestMessage = 4096;

    private readonly GroupOptions _options;
    private readonly IdentificationType _addressType;
    private readonly byte[] _serverAddress;
    private readonly byte[] _groupAddress;
    private readonly SignatureAlgorithm _signature;
    private readonly ISignatureSigner _signer;
    private readonly ICryptographyProvider _provider;
    private readonly byte[] _workspace;
    private readonly byte[] _datagram;

    internal RekeyMessageWriter(
        GroupOptions options, SignatureAlgorithm signature, ISignatureSigner signer, ICryptographyProvider provider)
    {
        _options = options;
        _addressType = options.AddressFamily == AddressFamily.IPv4
            ? IdentificationType.IPv4Address
            : IdentificationType.IPv6Address;
        _serverAddress = GroupAddresses.Server(0, options.AddressFamily);
        _groupAddress = GroupAddresses.Multicast(options.AddressFamily);
        _signature = signature;
        _signer = signer;
        _provider = provider;
        _datagram = new byte[Math.Max(LargestMessage, options.Hierarchy?.LargestMessage ?? 0)];
        _workspace = new byte[_datagram.Length + GroupkeyPush.WorkspaceOverhead];
    }

    /// <summary>Builds, signs and encrypts the message of a rekey that brings a TEK.</summary>
    /// <param name="under">The SA that protects it.</param>
    /// <param name="replacement">The SA that replaces that one, or null.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="tek">The TEK that it brings.</param>
    internal byte[] Write(RekeySa under, RekeySa? replacement, uint sequence, Tek tek)
    {
        var writer = new GroupkeyPushWriter(_workspace, under.Cookies, new SequenceNumber(sequence));
        if (replacement is not null)
        {
            writer.Add(SaKek(replacement));
        }

        if (_options.Tek.ActivationDelay > SimDuration.Zero)
        {
            writer.Add(new GroupAssociatedPolicy
            {
                ActivationDelaySeconds = (ushort)_options.Tek.ActivationDelay.ToSeconds(),
            });
        }

        writer.Add(SaTek(tek));
        byte[] tekSpi = new byte[SecurityProtocolExtensions.TekSpiSize];
        BinaryPrimitives.WriteUInt32BigEndian(tekSpi, tek.Spi);
        writer.Add(new KeyPacket
        {
            Type = KeyPacketType.Tek,
            Spi = tekSpi,
            AlgorithmKey = tek.AlgorithmKey,
            IntegrityKey = tek.IntegrityKey,
        });
        if (replacement is not null)
        {
            byte[] kekSpi = new byte[Cookies.Length];
            replacement.Cookies.WriteTo(kekSpi);
            writer.Add(new KeyPacket
            {
                Type = KeyPacketType.Kek,
                Spi = kekSpi,
                AlgorithmKey = replacement.Kek.AlgorithmKey,
            });
        }

        return writer.TryFinish(_signer, under.Kek, _provider, _datagram, out int length)
            ? _datagram.AsSpan(0, length).ToArray()
            : throw new InvalidOperationException($"the rekey message does not fit into {_datagram.Length} octets");
    }

    /// <summary>Octets of update arrays that one message has room for.</summary>
    /// <param name="under">The SA that protects it.</param>
    /// <param name="replacement">The SA of the new KEK.</param>
    /// <param name="largest">Octets of the message at most.</param>
    internal int RoomForUpdate(RekeySa under, RekeySa replacement, int largest) =>
        BeginUpdate(under, replacement, 1).RoomForAttributes(KeyPacketType.Lkh, _signer.SignatureLength, largest);

    /// <summary>Builds, signs and encrypts a message that brings keys of the hierarchy, and no TEK.</summary>
    /// <param name="under">The SA that protects it.</param>
    /// <param name="replacement">The SA of the new KEK.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="arrays">Attributes with the update arrays.</param>
    internal byte[] WriteUpdate(RekeySa under, RekeySa replacement, uint sequence, ReadOnlySpan<byte> arrays)
    {
        GroupkeyPushWriter writer = BeginUpdate(under, replacement, sequence);
        byte[] kekSpi = new byte[Cookies.Length];
        replacement.Cookies.WriteTo(kekSpi);
        writer.Add(new KeyPacket { Type = KeyPacketType.Lkh, Spi = kekSpi, EncodedAttributes = arrays });
        return writer.TryFinish(_signer, under.Kek, _provider, _datagram, out int length)
            ? _datagram.AsSpan(0, length).ToArray()
            : throw new InvalidOperationException($"the update does not fit into {_datagram.Length} octets");
    }

    private GroupkeyPushWriter BeginUpdate(RekeySa under, RekeySa replacement, uint sequence)
    {
        var writer = new GroupkeyPushWriter(_workspace, under.Cookies, new SequenceNumber(sequence));
        writer.Add(SaKek(replacement, KekManagementAlgorithm.Lkh));
        return writer;
    }

    /// <summary>Writes the body of SA that GROUPKEY-PULL gives: KEK, GAP if there is a delay, TEK.</summary>
    internal byte[] WritePolicy(RekeySa rekeySa, Tek tek)
    {
        var writer = new SecurityAssociationWriter(_datagram);
        writer.Add(SaKek(rekeySa));
        if (_options.Tek.ActivationDelay > SimDuration.Zero)
        {
            writer.Add(new GroupAssociatedPolicy
            {
                ActivationDelaySeconds = (ushort)_options.Tek.ActivationDelay.ToSeconds(),
            });
        }

        writer.Add(SaTek(tek));
        return writer.TryFinish(out ReadOnlySpan<byte> body)
            ? body.ToArray()
            : throw new InvalidOperationException($"the policy does not fit into {_datagram.Length} octets");
    }

    /// <summary>
    /// Writes the body of KD that GROUPKEY-PULL gives: TEK, KEK with the public key, and for a member with keys of its
    /// own its download array. With a hierarchy the KEK is the last key of that (RFC 6407 section 3.3).
    /// </summary>
    internal byte[] WriteKeys(RekeySa rekeySa, Tek tek, ReadOnlySpan<byte> publicKey, byte[]? downloadArray)
    {
        var tekSpi = new byte[SecurityProtocolExtensions.TekSpiSize];
        BinaryPrimitives.WriteUInt32BigEndian(tekSpi, tek.Spi);
        var kekSpi = new byte[Cookies.Length];
        rekeySa.Cookies.WriteTo(kekSpi);
        var writer = new KeyDownloadWriter(_datagram);
        writer.Add(new KeyPacket
        {
            Type = KeyPacketType.Tek,
            Spi = tekSpi,
            AlgorithmKey = tek.AlgorithmKey,
            IntegrityKey = tek.IntegrityKey,
        });
        bool kekIsRoot = _options.Hierarchy is not null;
        if (!kekIsRoot)
        {
            writer.Add(new KeyPacket
            {
                Type = KeyPacketType.Kek,
                Spi = kekSpi,
                AlgorithmKey = rekeySa.Kek.AlgorithmKey,
                SignatureKey = publicKey,
            });
        }

        if (downloadArray is not null)
        {
            writer.Add(new KeyPacket
            {
                Type = KeyPacketType.Lkh,
                Spi = kekSpi,
                EncodedAttributes = kekIsRoot ? [.. downloadArray, .. SignatureKey(publicKey)] : downloadArray,
            });
        }

        return writer.TryFinish(out ReadOnlySpan<byte> body)
            ? body.ToArray()
            : throw new InvalidOperationException($"the keys do not fit into {_datagram.Length} octets");
    }

    // The attribute with the key that verifies every PUSH (RFC 6407 section 5.6.3.3).
    private static byte[] SignatureKey(ReadOnlySpan<byte> publicKey)
    {
        const int header = 4;
        var attribute = new byte[header + publicKey.Length];
        var writer = new WireWriter(attribute);
        return DataAttribute.TryWriteVariable(ref writer, KeyPacket.LkhSignatureKeyType, publicKey)
            ? attribute
            : throw new InvalidOperationException("the public key does not fit into its attribute");
    }

    /// <summary>
    /// Writes a download array of two levels: the member's leaf and the KEK (RFC 6407 section 5.6.3.1). The leaf's IV
    /// is not used.
    /// </summary>
    internal static byte[] WriteLeaf(RekeySa rekeySa, int member, byte[] leafKey)
    {
        var destination = new byte[256];
        var value = new byte[160];
        var keys = new WireWriter(value);
        byte[] leaf = [.. new byte[Kek.BlockLength], .. leafKey];
        bool fits = LkhDownloadArray.TryWriteHeader(ref keys, 2)
            && new LkhKey { Id = (ushort)(member + 2), KeyType = KekAlgorithm.Aes, KeyData = leaf }.TryWrite(ref keys)
            && new LkhKey { Id = 1, KeyType = KekAlgorithm.Aes, KeyData = rekeySa.Kek.AlgorithmKey }.TryWrite(ref keys);
        var attribute = new WireWriter(destination);
        ReadOnlySpan<byte> written = value.AsSpan(0, keys.Position);
        return fits && DataAttribute.TryWriteVariable(ref attribute, KeyPacket.LkhDownloadArrayType, written)
            ? attribute.Written.ToArray()
            : throw new InvalidOperationException("the leaf key does not fit into its packet");
    }

    // KEK_MANAGEMENT_ALGORITHM stands in rekeys alone (RFC 6407 section 5.3).
    private SaKekPayload SaKek(RekeySa replacement, KekManagementAlgorithm? management = null) => new()
    {
        Protocol = UdpProtocol,
        Source = Server(),
        Destination = Group(GroupAddresses.Port),
        Spi = replacement.Cookies,
        Attributes = new KekAttributes
        {
            ManagementAlgorithm = management,
            Algorithm = KekAlgorithm.Aes,
            KeyBits = (ushort)_options.Kek.KeyBits,
            LifetimeSeconds = (uint)_options.Kek.Lifetime.ToSeconds(),
            SignatureHash = SignatureHashAlgorithm.Sha256,
            SignatureAlgorithm = _signature,
            SignatureKeyBits = _signature == SignatureAlgorithm.Rsa ? (ushort)2048 : (ushort)256,
            AckRequestedValue = _options.Acknowledgement == KekAckRequested.None
                ? null
                : (ushort)_options.Acknowledgement,
        },
    };

    private SaTekPayload SaTek(Tek tek) => new()
    {
        Protocol = SecurityProtocol.IpsecEsp,
        Ipsec = new IpsecTek
        {
            Source = Server(),
            Destination = Group(0),
            TransformId = EspAes,
            Spi = tek.Spi,
            Attributes = new IpsecAttributes
            {
                LifetimeSeconds = (uint)Math.Max(1, _options.Tek.Lifetime.ToSeconds()),
                EncapsulationMode = TunnelMode,
                AuthenticationAlgorithm = HmacSha256,
                KeyBits = 128,
            },
        },
    };

    private TrafficIdentity Server() => new()
    {
        Type = _addressType,
        IdentificationData = _serverAddress,
    };

    private TrafficIdentity Group(ushort port) => new()
    {
        Type = _addressType,
        Port = port,
        IdentificationData = _groupAddress,
    };
}
