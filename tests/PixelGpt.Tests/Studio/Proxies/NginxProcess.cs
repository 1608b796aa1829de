using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Proxies;

/// <summary>nginx with the configuration of <c>examples/nginx</c>, whose ports and paths are replaced, and a certificate of its own.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    /// <summary>The name of the server in the example.</summary>
    public const string HostName = "art.example";

    private static readonly string Program = ExternalProgram.Require("nginx");

    private readonly TemporaryFolder _folder = new();
    private readonly TcpListener _reservation = new(IPAddress.Loopback, 0);
    private Process? _process;

    public NginxProcess()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={HostName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(HostName);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _folder.Write("certificate.pem", certificate.ExportCertificatePem());
        _folder.Write("certificate.key", key.ExportPkcs8PrivateKeyPem());
        Certificate = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        _reservation.Start();
        Port = ((IPEndPoint)_reservation.LocalEndpoint).Port;
    }

    /// <summary>The port of this machine on which nginx listens.</summary>
    public int Port { get; }

    /// <summary>The hash of the certificate, the only one that clients accept.</summary>
    public string Certificate { get; }

    /// <summary>Starts nginx.</summary>
    /// <param name="studio">The address of the studio.</param>
    /// <param name="change">Changes the example; null to change only ports and paths.</param>
    public async Task StartAsync(Uri studio, Func<string, string>? change = null)
    {
        string example = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "examples", "nginx", "pixelgpt.conf"));
        example = change?.Invoke(example) ?? example;
        example = Replace(example, "listen 443", $"listen 127.0.0.1:{Port}");
        example = Replace(example, "/etc/ssl/certs/art.example.pem", _folder["certificate.pem"]);
        example = Replace(example, "/etc/ssl/private/art.example.key", _folder["certificate.key"]);
        _folder.Write("pixelgpt.conf", Replace(example, "http://127.0.0.1:5050", studio.GetLeftPart(UriPartial.Authority)));

        // Without separate workers, no process can be left over.
        string configuration = _folder.Write("nginx.conf", $$"""
            daemon off;
            master_process off;
            pid {{_folder["pid"]}};
            error_log {{_folder["error.log"]}};
            events { }
            http {
                access_log off;
                client_body_temp_path {{_folder["body"]}};
                proxy_temp_path {{_folder["proxy"]}};
                fastcgi_temp_path {{_folder["fastcgi"]}};
                uwsgi_temp_path {{_folder["uwsgi"]}};
                scgi_temp_path {{_folder["scgi"]}};
                include {{_folder["pixelgpt.conf"]}};
            }
            """);
        _reservation.Stop();
        _process = ProgramProcess.Start(Program, ["-c", configuration, "-p", _folder.Path, "-e", _folder["error.log"]]);

        // nginx writes the file when it listens.
        while (!File.Exists(_folder["pid"]) && !_process.HasExited) await Task.Yield();
        Assert.False(_process.HasExited, _process.HasExited ? await File.ReadAllTextAsync(_folder["error.log"]) : null);
    }

    public async ValueTask DisposeAsync()
    {
        _reservation.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Dispose();
    }

    private static string Replace(string example, string old, string replacement)
    {
        Assert.Contains(old, example);
        return example.Replace(old, replacement, StringComparison.Ordinal);
    }
}
