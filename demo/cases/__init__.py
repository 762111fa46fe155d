"""Cases (办件) of the demo's hall, as another system of the city would export them. How a hall asks for cases is in
`hall/progress`."""
