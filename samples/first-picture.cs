#!/usr/bin/env dotnet
// Draws one picture with the built-in model as fast as possible, to measure the start of a program that is compiled ahead of time:
// dotnet publish first-picture.cs -o out && out/first-picture
#:package PixelGpt@0.1.0
#:property InvariantGlobalization=true
using System.Diagnostics;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Runs;

long begin = Stopwatch.GetTimestamp();
TimeSpan started = DateTime.UtcNow - Process.GetCurrentProcess().StartTime.ToUniversalTime();

// With an own model: ModelFile.Load("hero.pixelgpt"), or ModelFile.Load(stream) of an embedded resource.
var file = args is [var path] ? ModelFile.Load(path) : new ModelFile(PixelModel.BuiltIn, GenerationConfigFile.LoadBuiltIn());
TimeSpan loaded = Stopwatch.GetElapsedTime(begin);
Sprite picture = file.Model.Generate(16, 16, file.Sampling with { Seed = 1 })[0];
PngWriter.Write("first-picture.png", SpriteImage.Render(picture, file.Model.Palette, scale: 8));
TimeSpan drawn = Stopwatch.GetElapsedTime(begin);
for (int i = 2; i <= 9; i++) file.Model.Generate(16, 16, file.Sampling with { Seed = (ulong)i });
double each = (Stopwatch.GetElapsedTime(begin) - drawn).TotalMilliseconds / 8;
Console.WriteLine($"process started {started.TotalMilliseconds:0} ms ago, model loaded in {loaded.TotalMilliseconds:0.0} ms, first picture after {drawn.TotalMilliseconds:0.0} ms, then {each:0.0} ms each");
