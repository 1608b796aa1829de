// Lists the models of a studio, completes a picture with the built-in model, and shows how a problem is reported.
// Usage: dotnet run --project examples/csharp-client -- [ADDRESS]; the API key, if the studio has one, is in PIXELGPT_API_KEY.
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using PixelGpt.Client;
using PixelGpt.Client.Models;

// The header is set here, because the ApiKeyAuthenticationProvider of Kiota refuses plain HTTP, also on this machine.
using HttpClient http = KiotaClientFactory.Create();
if (Environment.GetEnvironmentVariable("PIXELGPT_API_KEY") is { } key) http.DefaultRequestHeaders.Add("X-Api-Key", key);
using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = (args.Length > 0 ? args[0] : "http://127.0.0.1:5050").TrimEnd('/') };
var studio = new PixelGptClient(adapter);

ModelsBody models = (await studio.Api.V1.Models.GetAsync())!;
foreach (ModelBody model in models.Models!) Console.WriteLine($"model {model.Id}: {model.State}, pictures of {model.MinSize} to {model.MaxSize} pixels a side");

ModelBody builtIn = (await studio.Api.V1.Models["built-in"].GetAsync())!;
Console.WriteLine($"the built-in model has {builtIn.Palette!.Count} colours");

var request = new CompletionBody
{
    Model = "built-in",
    Prompt = new PictureBody { Width = 16, Height = 16, Pixels = [0, 0, 0, 0, 0, 0, 5, 5] },
    DoSample = true,
    Seed = 1,
    NumReturnSequences = 2,
};
CompletionsBody drawn = (await studio.Api.V1.Completions.PostAsync(request))!;
foreach (CompletionItem picture in drawn.Completions!) Console.WriteLine($"picture {picture.Sequence}: {string.Join(' ', picture.Pixels!)}");

var export = new ExportBody { Model = "built-in", Width = 16, Height = 16, Pixels = drawn.Completions[0].Pixels, Scale = 4 };
using Stream png = (await studio.Api.V1.Images.Export.PostAsync(export))!;
using var file = new MemoryStream();
await png.CopyToAsync(file);
Console.WriteLine($"the first picture as a PNG file has {file.Length} bytes");

try
{
    request.Temperature = -1;
    await studio.Api.V1.Completions.PostAsync(request);
}
catch (ProblemDetails problem)
{
    Console.WriteLine($"problem {problem.Status} ({problem.Title}): {problem.Message}");
}
