using CsCheck;
using GdoiSim.Protocol.Crypto;
using Org.BouncyCastle.Crypto.Agreement;
using Xunit;

namespace GdoiSim.Protocol.Tests.Crypto;

public class KeyAgreementTests
{
    // RFC 5903 section 8.1: private values, public values and common secret of the 256-bit ECP group.
    private const string InitiatorPrivate = "C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433";
    private const string ResponderPrivate = "C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53";
    private const string InitiatorPublic = "DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C3772581180"
        + "5271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3";
    private const string ResponderPublic = "D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF63"
        + "56FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB";
    private const string Secret = "D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE";

    public static TheoryData<string> ProviderNames() => [.. Providers.Names];

    [Theory]
    [MemberData(nameof(ProviderNames))]
    public void The_example_of_RFC_5903_is_computed(string name)
    {
        ICryptographyProvider provider = Providers.Get(name);
        IKeyAgreement initiator = provider.CreateKeyAgreement(DiffieHellmanGroup.Ecp256, Seed(InitiatorPrivate));
        IKeyAgreement responder = provider.CreateKeyAgreement(DiffieHellmanGroup.Ecp256, Seed(ResponderPrivate));
        Assert.Equal(InitiatorPublic, Convert.ToHexString(initiator.PublicValue));
        Assert.Equal(ResponderPublic, Convert.ToHexString(responder.PublicValue));
        Assert.Equal(Secret, Convert.ToHexString(Agree(initiator, Forge.Hex(ResponderPublic))));
        Assert.Equal(Secret, Convert.ToHexString(Agree(responder, Forge.Hex(InitiatorPublic))));
    }

    [Fact]
    public void The_prime_is_the_one_of_RFC_3526() => Assert.Equal(
        DHStandardGroups.rfc3526_2048.P.ToByteArrayUnsigned(), Modp2048.Prime());

    [Theory]
    [InlineData(DiffieHellmanGroup.Modp2048, 10)]
    [InlineData(DiffieHellmanGroup.Ecp256, 40)]
    public void Both_providers_and_both_sides_get_the_same(DiffieHellmanGroup group, int runs) =>
        Gen.Select(Gen.Byte.Array[48], Gen.Byte.Array[48]).Sample(
            (one, other) =>
            {
                IKeyAgreement[] ones =
                    [.. Providers.Names.Select(n => Providers.Get(n).CreateKeyAgreement(group, one))];
                IKeyAgreement[] others =
                    [.. Providers.Names.Select(n => Providers.Get(n).CreateKeyAgreement(group, other))];
                Assert.Equal(ones[0].PublicValue.ToArray(), ones[1].PublicValue.ToArray());
                Assert.Equal(group.PublicLength(), ones[0].PublicValue.Length);
                byte[] secret = Agree(ones[0], others[1].PublicValue);
                Assert.Equal(secret, Agree(ones[1], others[0].PublicValue));
                Assert.Equal(secret, Agree(others[0], ones[1].PublicValue));
                Assert.Equal(secret, Agree(others[1], ones[0].PublicValue));
            },
            iter: runs);

    [Theory]
    [MemberData(nameof(ProviderNames))]
    public void Values_outside_the_group_are_refused(string name)
    {
        ICryptographyProvider provider = Providers.Get(name);
        var seed = new byte[48];
        seed[47] = 77;
        IKeyAgreement modp = provider.CreateKeyAgreement(DiffieHellmanGroup.Modp2048, seed);
        byte[] prime = Modp2048.Prime();
        byte[] largest = [.. prime];
        largest[^1]--;
        byte[] one = new byte[256];
        one[255] = 1;
        foreach (byte[] value in (byte[][])[new byte[256], one, largest, prime, [.. Enumerable.Repeat((byte)255, 256)]])
        {
            Assert.False(modp.TryAgree(value, new byte[256]));
        }

        Assert.False(modp.TryAgree(new byte[255], new byte[256]));
        IKeyAgreement ecp = provider.CreateKeyAgreement(DiffieHellmanGroup.Ecp256, seed);
        byte[] off = Forge.Hex(ResponderPublic);
        off[63] ^= 1;
        Assert.False(ecp.TryAgree(off, new byte[32]));
        Assert.False(ecp.TryAgree(new byte[64], new byte[32]));
        Assert.False(ecp.TryAgree([.. Enumerable.Repeat((byte)255, 64)], new byte[32]));
        Assert.False(ecp.TryAgree(Forge.Hex(ResponderPublic).AsSpan(0, 63), new byte[32]));
        Assert.Throws<ArgumentException>(
            () => provider.CreateKeyAgreement(DiffieHellmanGroup.Ecp256, new byte[47]));
    }

    [Fact]
    public void A_phase_1_signature_of_either_algorithm_is_verified_by_both_providers()
    {
        byte[] hash = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];
        foreach (SignatureKeyPair pair in
            (SignatureKeyPair[])[TestSignatureKeys.CreateRsa2048(), TestSignatureKeys.CreateEcdsaP256()])
        {
            byte[][] signatures =
            [
                .. Providers.Names.Select(name =>
                {
                    using ISignatureSigner signer = Providers.Get(name).CreatePhase1Signer(pair);
                    byte[] signature = new byte[signer.SignatureLength];
                    signer.Sign(hash, signature);
                    return signature;
                }),
            ];
            Assert.Equal(signatures[0], signatures[1]);
            foreach (string name in Providers.Names)
            {
                Assert.True(Providers.Get(name).TryCreatePhase1Verifier(
                    pair.Algorithm, pair.SubjectPublicKeyInfo, out ISignatureVerifier? verifier));
                Assert.True(verifier.Verify(hash, signatures[0]));
                Assert.False(verifier.Verify([.. hash, 0], signatures[0]));
                Assert.False(verifier.Verify(hash.AsSpan(0, 31), signatures[0]));
                Assert.False(verifier.Verify(hash, signatures[0].AsSpan(1)));
                Assert.False(verifier.Verify(hash, new byte[signatures[0].Length]));
                Assert.False(verifier.Verify(hash, [.. Enumerable.Repeat((byte)255, signatures[0].Length)]));
                byte[] damaged = [.. signatures[0]];
                damaged[5] ^= 1;
                Assert.False(verifier.Verify(hash, damaged));
                verifier.Dispose();
                Assert.False(Providers.Get(name).TryCreatePhase1Verifier(pair.Algorithm, [1, 2], out _));
            }
        }
    }

    /// <summary>
    /// RFC 2409 section 5.1: 00 01 FF … FF 00 and the hash alone, no DigestInfo, by the RSA operation itself.
    /// </summary>
    [Fact]
    public void An_RSA_signature_of_phase_1_is_the_padded_hash()
    {
        byte[] hash = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];
        SignatureKeyPair pair = TestSignatureKeys.CreateRsa2048();
        using ISignatureSigner signer = new SystemCryptographyProvider().CreatePhase1Signer(pair);
        byte[] signature = new byte[256];
        signer.Sign(hash, signature);
        using var rsa = System.Security.Cryptography.RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(pair.SubjectPublicKeyInfo, out _);
        System.Security.Cryptography.RSAParameters key = rsa.ExportParameters(false);
        byte[] opened = System.Numerics.BigInteger.ModPow(
            new(signature, isUnsigned: true, isBigEndian: true),
            new(key.Exponent, isUnsigned: true, isBigEndian: true),
            new(key.Modulus, isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] expected = [1, .. Enumerable.Repeat((byte)255, 256 - 3 - 32), 0, .. hash];
        Assert.Equal(expected, opened);
    }

    private static byte[] Agree(IKeyAgreement own, ReadOnlySpan<byte> peer)
    {
        byte[] secret = new byte[own.Group.SecretLength()];
        Assert.True(own.TryAgree(peer, secret));
        return secret;
    }

    // The private value is the seed modulo (order − 1), and 1.
    private static byte[] Seed(string privateValue)
    {
        byte[] seed = [.. new byte[16], .. Forge.Hex(privateValue)];
        seed[47]--;
        return seed;
    }
}
