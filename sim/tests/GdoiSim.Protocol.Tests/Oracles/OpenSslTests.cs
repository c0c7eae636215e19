using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Tests.Messages;
using Xunit;

namespace GdoiSim.Protocol.Tests.Oracles;

/// <summary>OpenSSL's command line verifies our SIG, decrypts our PUSH and computes our HASH.</summary>
public sealed class OpenSslTests : IDisposable
{
    private static readonly SystemCryptographyProvider Provider = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("gdoi-openssl-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(SignatureAlgorithm.Rsa, 16)]
    [InlineData(SignatureAlgorithm.Rsa, 32)]
    [InlineData(SignatureAlgorithm.EcdsaP256, 16)]
    [InlineData(SignatureAlgorithm.EcdsaP256, 24)]
    public void It_decrypts_a_PUSH_and_verifies_its_SIG(SignatureAlgorithm algorithm, int keyLength)
    {
        Tool.Require("openssl");
        SignatureKeyPair pair = algorithm == SignatureAlgorithm.Rsa
            ? TestSignatureKeys.CreateRsa2048()
            : TestSignatureKeys.CreateEcdsaP256();
        using ISignatureSigner signer = Provider.CreateSigner(pair);
        var kek = new Kek([.. Enumerable.Range(3, 16 + keyLength).Select(value => (byte)(value * 7))]);
        byte[] datagram = PushSamples.Build(kek, signer);

        byte[] plain = Decrypt(datagram, kek);
        Assert.Equal(DiscardReason.None, GroupkeyPush.TryOpen(
            datagram, kek, Provider, new byte[datagram.Length + 5], out GroupkeyPush push));
        int payloads = push.SignedOctets.Length - 5 - 28;
        Assert.Equal(plain[..payloads], push.SignedOctets[(5 + 28)..].ToArray());

        // What is signed, put together from what OpenSSL decrypted: "rekey", HDR with Length before padding, payloads.
        int unpadded = datagram.Length - plain.Length + payloads + 4 + push.Signature.Length;
        byte[] header = datagram[..28];
        (header[26], header[27]) = ((byte)(unpadded >> 8), (byte)unpadded);
        string signed = Write("signed", [.. "rekey"u8, .. header, .. plain[..payloads]]);
        byte[] signature = plain.AsSpan(payloads + 4, push.Signature.Length).ToArray();
        string file = Write("signature", algorithm == SignatureAlgorithm.Rsa ? signature : Der(signature));
        string key = Write("key.pem", PemOf(pair.SubjectPublicKeyInfo));
        string verdict = Tool.Run("openssl", null, "dgst", "-sha256", "-verify", key, "-signature", file, signed);
        Assert.Equal("Verified OK", verdict.Trim());
    }

    [Theory]
    [InlineData(KekAckRequested.KekSha256, AckLengthField.Block)]
    [InlineData(KekAckRequested.LkhSha512, AckLengthField.Block)]
    [InlineData(KekAckRequested.KekSha256, AckLengthField.Output)]
    [InlineData(KekAckRequested.LkhSha512, AckLengthField.Output)]
    public void It_computes_the_same_ack_key_and_HASH(KekAckRequested type, AckLengthField reading)
    {
        Tool.Require("openssl");
        PrfAlgorithm prf = type.Prf();
        byte[] baseKey = [.. Enumerable.Range(90, 32).Select(value => (byte)value)];
        var ours = new byte[200];
        AckKey key = AckKey.Derive(Provider, prf, baseKey, PushSamples.Spi, reading);
        Assert.True(GroupkeyPushAck.TryWrite(
            ours, Provider, key, PushSamples.Spi, new SequenceNumber(77), GroupMemberIdentity.IPv4(0x0a00010b),
            out int n));

        int bits = prf == PrfAlgorithm.HmacSha256
            ? (reading == AckLengthField.Block ? 512 : 256)
            : (reading == AckLengthField.Block ? 1024 : 512);
        var spi = new byte[16];
        PushSamples.Spi.WriteTo(spi);
        byte[] ackKey = Mac(
            prf, baseKey, [.. "GROUPKEY-PUSH ACK\0"u8, .. spi, (byte)(bits >> 8), (byte)bits]);
        int hashEnd = 32 + ackKey.Length;
        Assert.Equal(Mac(prf, ackKey, ours[hashEnd..n]), ours[32..hashEnd]);
    }

    private byte[] Decrypt(byte[] datagram, Kek kek)
    {
        string cipher = Write("cipher", datagram[28..]);
        string plain = Path.Combine(_folder, "plain");
        Tool.Run(
            "openssl", null, "enc", "-d", $"-aes-{kek.Key.Length * 8}-cbc", "-nopad", "-K",
            Convert.ToHexString(kek.Key), "-iv", Convert.ToHexString(kek.Iv), "-in", cipher, "-out", plain);
        return File.ReadAllBytes(plain);
    }

    private byte[] Mac(PrfAlgorithm prf, byte[] key, byte[] message)
    {
        string digest = prf == PrfAlgorithm.HmacSha256 ? "SHA256" : "SHA512";
        string output = Tool.Run(
            "openssl", null, "mac", "-digest", digest, "-macopt", $"hexkey:{Convert.ToHexString(key)}", "-in",
            Write("message", message), "HMAC");
        return Convert.FromHexString(output.Trim());
    }

    private string Write(string name, byte[] octets)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, octets);
        return path;
    }

    private static byte[] PemOf(ReadOnlySpan<byte> key) =>
        System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", key));

    /// <summary>r | s as OpenSSL wants it: a sequence of two integers.</summary>
    private static byte[] Der(byte[] signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.PushSequence();
        foreach (byte[] half in signature.Chunk(32))
        {
            writer.WriteInteger(BigInteger.Parse(
                "0" + Convert.ToHexString(half), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }

        writer.PopSequence();
        return writer.Encode();
    }
}
