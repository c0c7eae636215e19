using System.Buffers.Binary;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>A message that stands in front of others in a capture.</summary>
/// <param name="FromInitiator">Whether it seems to come from the member's side, or from the key server's.</param>
/// <param name="Octets">The message.</param>
public sealed record PreludeMessage(bool FromInitiator, ReadOnlyMemory<byte> Octets);

/// <summary>
/// Messages that nobody sent, for a capture whose GROUPKEY-PUSHes Wireshark can decrypt. Wireshark takes cipher, hash
/// and IV from a phase 1 that it has seen, and the key from its table of IKEv1 keys. So a phase 1 is made up that has
/// the cookies of the Rekey SA; and since Wireshark takes the last block of one message as the IV of the next, a
/// message of nothing but the IV goes before each PUSH. Checked with Wireshark 4.0.
/// </summary>
public static class WiresharkPrelude
{
    // Attributes of a phase 1 transform (RFC 2409 appendix A): AES-CBC, SHA2-256, pre-shared key, group 14.
    private static readonly (ushort Type, ushort Value)[] Transform = [(1, 7), (2, 4), (3, 1), (4, 14)];

    /// <summary>What stands once before the messages of a Rekey SA.</summary>
    /// <param name="spi">The cookies of its messages; no two Rekey SAs may have the same initiator cookie.</param>
    /// <param name="kek">Its KEK: the length of the key goes into the transform.</param>
    public static IReadOnlyList<PreludeMessage> Begin(Cookies spi, Kek kek)
    {
        ArgumentNullException.ThrowIfNull(kek);
        byte[] keyExchange = Payload(new byte[256]);
        return
        [
            new(true, Message(spi, PayloadType.SecurityAssociation, 2, IsakmpFlags.None, Proposal(kek))),
            new(true, Message(spi, PayloadType.KeyExchange, 2, IsakmpFlags.None, keyExchange)),
            new(false, Message(spi, PayloadType.KeyExchange, 2, IsakmpFlags.None, keyExchange)),
        ];
    }

    /// <summary>What stands before each PUSH: from the key server, to where the PUSH goes.</summary>
    public static PreludeMessage BeforePush(Cookies spi, Kek kek)
    {
        ArgumentNullException.ThrowIfNull(kek);
        byte exchange = (byte)ExchangeType.GroupkeyPush;
        return new(false, Message(spi, PayloadType.None, exchange, IsakmpFlags.Encryption, kek.Iv));
    }

    /// <summary>
    /// The line of Wireshark's file <c>ikev1_decryption_table</c> for a Rekey SA: initiator cookie and key. A secret.
    /// </summary>
    public static string DecryptionTableLine(Cookies spi, Kek kek)
    {
        ArgumentNullException.ThrowIfNull(kek);
        return $"{spi.Initiator:x16},{Convert.ToHexStringLower(kek.Key)}";
    }

    private static byte[] Message(
        Cookies spi, PayloadType first, byte exchange, IsakmpFlags flags, ReadOnlySpan<byte> body)
    {
        var message = new byte[IsakmpHeader.Size + body.Length];
        spi.WriteTo(message);
        message[IsakmpHeader.NextPayloadOffset] = (byte)first;
        message[17] = IsakmpHeader.Version1;
        message[18] = exchange;
        message[IsakmpHeader.FlagsOffset] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(IsakmpHeader.LengthOffset), message.Length);
        body.CopyTo(message.AsSpan(IsakmpHeader.Size));
        return message;
    }

    /// <summary>The last payload of a chain.</summary>
    private static byte[] Payload(byte[] body)
    {
        var payload = new byte[PayloadChainReader.GenericHeaderSize + body.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(2), (ushort)payload.Length);
        body.CopyTo(payload, PayloadChainReader.GenericHeaderSize);
        return payload;
    }

    // SA: DOI 1 (Wireshark reads no proposal under DOI 2), situation 1; one proposal for ISAKMP with one transform.
    private static byte[] Proposal(Kek kek)
    {
        const ushort keyLength = 14;
        const ushort basic = 0x8000;
        var attributes = new List<byte>();
        foreach ((ushort type, ushort value) in Transform.Append((keyLength, (ushort)(kek.Key.Length * 8))))
        {
            attributes.AddRange([(byte)((type | basic) >> 8), (byte)type, (byte)(value >> 8), (byte)value]);
        }

        byte[] transform = Payload([1, 1, 0, 0, .. attributes]);
        byte[] proposal = Payload([1, 1, 0, 1, .. transform]);
        return Payload([0, 0, 0, 1, 0, 0, 0, 1, .. proposal]);
    }
}
