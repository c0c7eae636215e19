using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// TEST KEYS, public knowledge: the fixed pairs that simulated groups sign with, so that one seed means the same
/// octets everywhere. Never to be used for anything that has to be secret.
/// </summary>
public static class TestSignatureKeys
{
    /// <summary>A new instance of the RSA-2048 test pair.</summary>
    public static SignatureKeyPair CreateRsa2048() => new(
        SignatureAlgorithm.Rsa,
        Convert.FromBase64String(Rsa2048PrivateKeyInfo),
        Convert.FromBase64String(Rsa2048SubjectPublicKeyInfo));

    /// <summary>A new instance of the ECDSA P-256 test pair.</summary>
    public static SignatureKeyPair CreateEcdsaP256() => new(
        SignatureAlgorithm.EcdsaP256,
        Convert.FromBase64String(EcdsaP256PrivateKeyInfo),
        Convert.FromBase64String(EcdsaP256SubjectPublicKeyInfo));

    private const string Rsa2048PrivateKeyInfo =
        "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDRdoCIQZiWm1sCr+vePghE41j0SWFChjxjut94pYMRaNL3" +
        "qMHQzGj4/VI1owOwbUXs2zD8xXzyR5pF/ApoXs3HJbgvx0w16FAxHHJqoyBbGVUE/apMUmtloD9OeqJmUw10i1wcajc04ejV" +
        "heOX0R4s66R3RHbDbqzo1yu6uV6qFkWZxEgxts+i4r15U2j0lnPBiFLVThf6DicNG/fwibWCw2+/JIi5Qf+cUkyszgd+tU7k" +
        "8x4f1f/VIVcItNUlWviTxQpmeMmAk/n2SL0rYSZrmu4xQW1u6Mh2Su7xPLm1z9GV2K3CHpt/MpKNCpnRD9OVF/2wJOj78gyW" +
        "MxOb0pk1AgMBAAECggEAMuKX7QIKgKPzIx77rPzi42FbrdTZxOB5cTznpxaGVcdiYPnlQ8U0xzA7NX6JmeWh9B13tCCB7xXH" +
        "+7J0ENDfKr8WFL1U3U+3k4a2oQNKC/eGePTq1ym6n3CjkHwoUbVhcmucj+aZzMYI2z5wgOQzcXQ5eyPtuiJ77QDAxdbckXLw" +
        "p+MUY1p/zsSzjF6kXVgw/NueBZfPAEKgsrlvNV4ZL/zDlWneIgegUbr+nOOpFslQq9J7AFlKfD/3zW3Kb2IRmdg5MvWZlo5V" +
        "AHlfqrAH26Z4jTlEY3rHoa57I4RdGJo4HdgQJ6KXtIxV6T+hsViSkAzLC+w8Nh4O5fKeUEatIQKBgQD+ism9hP2+EykE7ceb" +
        "/+UmDUlnImgvXWx9oBdU2lQFinCqlCtwtrYSxUoG6TDZfjjUAsYI/Z9kvEK4yQjktAnqUrkoqwM2uDyuTVB/Rx/l1+W/67Ca" +
        "6bV1HTBzLEZf/OPlb1bo7NAyPE2QDOLAjCBh+bLWmriLPKz1onGtXb9oHQKBgQDSqZ5SbAmPN7Ldr/Z93IxpfQ00hN2R6SCL" +
        "gzSeeaPGKH96UMCZHO/OApH8q0gORSOFfmKMo3BNJtG4vb2Yug07qecn3h0UZWPDoanidpUMnQ+HESp3mG3BnPToqLgEU0M4" +
        "1P9hkFym7Gs/zUu9JZOE9OMmNDHZ4/Vune5zG5GZ+QKBgQDZjCzX+W4UobORLthHD/H9D6YIq3N359TtmYHXV7Iv+h5I69Ik" +
        "x0Pdzxhxx6Okfyh6qtQuovUz12L/I3KiZO2Eg6cUhvR8NAJIxnNiFJvCiT8nRHzwKYaYzZW3GcQcDbuJQBt7f8qA5OE1mI3E" +
        "Gv8iPZMHr7zB492/IlMd5N3OUQKBgQCN7c1HBpbiMMqHZVgSsBbBs4jEC4gkGAbfN8SpyJY4mWxZgjJgdghyqXSl4NgpFRe7" +
        "hszqp+qvcCn3543naeIkgnHEgHbjGPRAB5knhHEjEGY3v6726HF58j9myNVBxL8TeR2eI97ob3xKfgw7ISfkegDX6m5zuIvQ" +
        "vQK79qUAMQKBgHuViC4ii0Bhc2xQAn19tOgvkKQ07R23kff4ydQ9iJgHbuVHEdB1sccqx0na1mPcbbcBirp1CC3MfOZRKmF5" +
        "APo0QVKCL5nX+K8a3HmLszxgjMUxc8nmTpJscCVMWmVw0goFdur37Bd+OGNXTHVtxG4ppjmZ0rmSAOQJICQDOxlr";

    private const string Rsa2048SubjectPublicKeyInfo =
        "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0XaAiEGYlptbAq/r3j4IRONY9ElhQoY8Y7rfeKWDEWjS96jB0Mxo" +
        "+P1SNaMDsG1F7Nsw/MV88keaRfwKaF7NxyW4L8dMNehQMRxyaqMgWxlVBP2qTFJrZaA/TnqiZlMNdItcHGo3NOHo1YXjl9Ee" +
        "LOukd0R2w26s6NcrurleqhZFmcRIMbbPouK9eVNo9JZzwYhS1U4X+g4nDRv38Im1gsNvvySIuUH/nFJMrM4HfrVO5PMeH9X/" +
        "1SFXCLTVJVr4k8UKZnjJgJP59ki9K2Ema5ruMUFtbujIdkru8Ty5tc/Rlditwh6bfzKSjQqZ0Q/TlRf9sCTo+/IMljMTm9KZ" +
        "NQIDAQAB";

    private const string EcdsaP256PrivateKeyInfo =
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGPGBEwBEgEFvc0Fvc5fLDE0RQr0WnoVJzYL4iCoHoAWhRANC" +
        "AAQ9msr6OKim4vZngr/gdMQuwD+3HyhrCYd8Qg3b+TCjzAHXVZlx72YZCw9gShKpR2hHPfzhmvaxjaQqaSY1vl7s";

    private const string EcdsaP256SubjectPublicKeyInfo =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPZrK+jiopuL2Z4K/4HTELsA/tx8oawmHfEIN2/kwo8wB11WZce9mGQsPYEoS" +
        "qUdoRz384Zr2sY2kKmkmNb5e7A==";
}
