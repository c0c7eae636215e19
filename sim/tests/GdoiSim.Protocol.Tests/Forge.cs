using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GdoiSim.Protocol.Tests;

/// <summary>
/// Makes messages by hand, well-formed or not, without any code of the project: octets, lengths and links only.
/// </summary>
internal static class Forge
{
    public const byte None = 0;
    public const byte Sa = 1;
    public const byte Id = 5;
    public const byte Hash = 8;
    public const byte Sig = 9;
    public const byte Delete = 12;
    public const byte Sak = 15;
    public const byte Sat = 16;
    public const byte Kd = 17;
    public const byte Seq = 18;
    public const byte Gap = 22;

    public const string Spi = "23dd59377107c80ada5ac7f36d7cd0e0";

    /// <summary>A SAK body up to its attributes: UDP, two IPv4 identities, SPI, reserved.</summary>
    public const string SakHead = "11" + "010350040a000001" + "01035004efc00001" + Spi + "00000000";

    /// <summary>KEK_ALGORITHM AES, KEK_KEY_LENGTH 128, SIG_ALGORITHM RSA.</summary>
    public const string SakAttributes = "80020003" + "80030080" + "80060001";

    /// <summary>An ESP SAT body up to its attributes: SPI edd3d271.</summary>
    public const string SatHead = "01" + "00" + "040000080a010000ffff0000" + "040000080a020000ffff0000" + "0c" + TekSpi;

    public const string SatAttributes = "80010001" + "0002000400000e10" + "80040001";

    public const string TekSpi = "edd3d271";

    /// <summary>A TEK packet with one key of four octets.</summary>
    public const string TekPacket = "01000011" + "04" + TekSpi + "00010004" + "01020304";

    /// <summary>A KEK packet with IV and key of 16 octets each.</summary>
    public const string KekPacket = "02000039" + "10" + Spi + "00010020"
        + "000102030405060708090a0b0c0d0e0f" + "101112131415161718191a1b1c1d1e1f";

    /// <summary>An LKH key of 128 bits with its IV: node 5, handle 17, no dates.</summary>
    public const string LkhKey = "0005" + "03" + "00" + "00000000" + "00000000" + "00000011"
        + "000102030405060708090a0b0c0d0e0f" + "101112131415161718191a1b1c1d1e1f";

    /// <summary>An LKH_DOWNLOAD_ARRAY of one key.</summary>
    public const string LkhDownload = "01" + "0001" + "00" + LkhKey;

    /// <summary>An LKH_UPDATE_ARRAY of one key, under key 33 of node 11.</summary>
    public const string LkhUpdate = "01" + "0001" + "00" + "000b" + "0000" + "00000021" + LkhKey;

    private static readonly byte[] Cookies = Hex("ccd708e14656862c8b90e720e8c298e4");

    public static byte[] Hex(string text) => Convert.FromHexString(text);

    /// <summary>Links payloads: each generic header names the next payload, the last one none.</summary>
    public static byte[] Chain(params (byte Type, byte[] Body)[] payloads)
    {
        var octets = new List<byte>();
        for (int i = 0; i < payloads.Length; i++)
        {
            int length = payloads[i].Body.Length + 4;
            octets.AddRange([
                i + 1 < payloads.Length ? payloads[i + 1].Type : None, 0, (byte)(length >> 8), (byte)length]);
            octets.AddRange(payloads[i].Body);
        }

        return [.. octets];
    }

    public static byte[] Message(byte exchange, byte flags, byte first, byte[] payloads)
    {
        var header = new byte[28];
        Cookies.CopyTo(header, 0);
        header[16] = first;
        header[17] = 0x10;
        header[18] = exchange;
        header[19] = flags;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(24), 28 + payloads.Length);
        return [.. header, .. payloads];
    }

    public static byte[] Ack(params (byte Type, byte[] Body)[] payloads) =>
        Message(35, 0, payloads[0].Type, Chain(payloads));

    /// <summary>A GROUPKEY-PUSH that nobody has encrypted, SEQ 1 first.</summary>
    public static byte[] PlainPush(params (byte Type, byte[] Body)[] payloads) =>
        Message(33, 0, Seq, Chain([(Seq, Hex("00000001")), .. payloads]));

    /// <summary>An encrypted GROUPKEY-PUSH from the payload octets as they stand; zeros fill the last block.</summary>
    public static byte[] EncryptedPush(byte[] payloads, byte[] iv, byte[] key)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        byte[] padded = [.. payloads, .. new byte[(16 - (payloads.Length % 16)) % 16]];
        return Message(33, 1, Seq, aes.EncryptCbc(padded, iv, PaddingMode.None));
    }

    /// <summary>An SA body: DOI 2, situation 0, link, reserved, SA attribute payloads.</summary>
    public static byte[] SaBody(params (byte Type, byte[] Body)[] payloads) =>
        [.. Hex("0000000200000000"), 0, payloads.Length == 0 ? None : payloads[0].Type, 0, 0, .. Chain(payloads)];

    /// <summary>A TLV attribute in hexadecimal.</summary>
    public static string Attribute(int type, string value) => $"{type:x4}{value.Length / 2:x4}{value}";

    /// <summary>A key packet of a type in hexadecimal, its lengths filled in.</summary>
    public static string Packet(int type, string spi, string attributes) =>
        $"{type:x2}00{5 + ((spi.Length + attributes.Length) / 2):x4}{spi.Length / 2:x2}{spi}{attributes}";

    /// <summary>A KD body that says how many packets it holds.</summary>
    public static byte[] KdBody(params string[] packets) =>
        [0, (byte)packets.Length, 0, 0, .. packets.SelectMany(Hex)];
}
