#!/usr/bin/env dotnet
// An HTTP endpoint that completes pictures: dotnet run endpoint.cs, then: curl --data-binary @half.png localhost:5000/complete?seed=1 -o whole.png
// dotnet run endpoint.cs --check sends itself two requests and stops.
#:sdk Microsoft.NET.Sdk.Web
#:package PixelGpt@0.1.0
#:property PublishAot=false
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using PixelGpt;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Runs;

const int MaxUpload = 1 << 20;
bool isCheck = args.Contains("--check");
WebApplicationBuilder builder = WebApplication.CreateBuilder([.. args.Where(a => a != "--check")]);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = MaxUpload);
if (isCheck) builder.WebHost.UseUrls("http://127.0.0.1:0").UseSetting("Logging:LogLevel:Default", "Warning");

// As many pictures at a time as there are processors; a hundred requests wait, and further ones are refused with status 503.
builder.Services.AddRateLimiter(limiter =>
{
    limiter.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
    limiter.AddConcurrencyLimiter("pictures", limits =>
    {
        limits.PermitLimit = Environment.ProcessorCount;
        limits.QueueLimit = 100;
        limits.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
    });
});
WebApplication app = builder.Build();
app.UseRateLimiter();

// The model may be shared by all requests: it does not change. Each picture is completed in its own colours.
app.MapPost("/complete", async (HttpRequest request, ulong? seed, CancellationToken clientLeft) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body, clientLeft);
    try
    {
        OwnColorPicture drawn = OwnColorPicture.Of(PngReader.Read(body.ToArray(), "the picture"), maxSize: 32, transparent: PixelModel.BuiltIn.Palette[0]);
        PixelModel model = PixelModel.BuiltIn.WithPalette(drawn.Palette);
        GenerationOptions sampling = GenerationConfigFile.LoadBuiltIn() with { Seed = seed ?? 0 };
        Sprite whole = await Task.Run(() => model.Complete(drawn.Prompt(), sampling, threads: 1, cancellationToken: clientLeft)[0], clientLeft);
        var answer = new MemoryStream();
        PngWriter.Write(answer, SpriteImage.Render(whole, model.Palette, drawn.Scale));
        return Results.Bytes(answer.ToArray(), "image/png");
    }
    catch (InputException e)
    {
        return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
    }
}).RequireRateLimiting("pictures");

if (!isCheck)
{
    app.Run();
    return;
}

await app.StartAsync();
using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
var half = new PixelImage(20, 20);
half.Fill(6, 4, 8, 8, new Rgba(210, 125, 44));
var upload = new MemoryStream();
PngWriter.Write(upload, half);
using HttpResponseMessage picture = await client.PostAsync("/complete?seed=1", new ByteArrayContent(upload.ToArray()));
picture.EnsureSuccessStatusCode();
PixelImage image = PngReader.Read(await picture.Content.ReadAsByteArrayAsync(), "the answer");
using HttpResponseMessage refused = await client.PostAsync("/complete", new StringContent("no picture"));
Console.WriteLine($"{(int)picture.StatusCode}: a picture of {image.Width}×{image.Height} pixels");
Console.WriteLine($"{(int)refused.StatusCode}: {await refused.Content.ReadAsStringAsync()}");
await app.StopAsync();
