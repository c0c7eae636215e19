using System.Text.Json;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Payloads;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;

namespace GdoiSim.Protocol.Tests.Vectors;

/// <summary>The RSA key of push-vectors.json, which gives it as numbers.</summary>
internal static class VectorRsaKey
{
    public static SignatureKeyPair Read()
    {
        JsonElement rsa = VectorFile.ReadValue("push-vectors.json", "rsa");
        BigInteger n = Number(rsa, "n");
        BigInteger e = Number(rsa, "e");
        BigInteger d = Number(rsa, "d");
        BigInteger p = Number(rsa, "p");
        BigInteger q = Number(rsa, "q");
        var key = new RsaPrivateCrtKeyParameters(
            n, e, d, p, q, d.Mod(p.Subtract(BigInteger.One)), d.Mod(q.Subtract(BigInteger.One)), q.ModInverse(p));
        return new(
            SignatureAlgorithm.Rsa,
            PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded(),
            Convert.FromHexString(VectorFile.ReadValue("push-vectors.json", "rsa_spki").GetString()!));
    }

    private static BigInteger Number(JsonElement rsa, string name) => new(rsa.GetProperty(name).GetString()!, 16);
}
